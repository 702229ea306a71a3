// The editor of the Rules page: CodeMirror with YAML colours and the marks of the checks.
//
// It knows nothing about rules. The page gives it a text, a label and marks; it gives the text back shortly after every
// change. Tab leaves it, so that nobody is caught in it with the keyboard; Ctrl+] and Ctrl+[ indent.

import { basicSetup } from "codemirror";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const PAUSE = 350; // milliseconds without a key before the text is checked
const held = new WeakMap();
const unsaved = new Set();

// Leaving the page for good would lose what is not saved: the browser asks first.
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--st-link-color)", fontWeight: "600" },
  { tag: tags.comment, fontStyle: "italic" },
  { tag: tags.invalid, textDecoration: "underline" },
]);

const look = {
  "&": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-background-color)",
    border: "1px solid var(--st-border-color)",
    borderRadius: "6px",
    fontSize: "15px",
  },
  "&.cm-focused": { outline: "3px solid var(--st-primary-color)", outlineOffset: "1px" },
  ".cm-content, .cm-gutter": { minHeight: "14rem" },
  ".cm-scroller": { maxHeight: "65vh", lineHeight: "1.5", fontFamily: "var(--st-code-font, monospace)" },
  ".cm-content": { caretColor: "var(--st-text-color)" },
  ".cm-gutters": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-secondary-background-color)",
    borderRight: "1px solid var(--st-border-color)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--st-text-color)", borderLeftWidth: "2px" },
  ".cm-tooltip, .cm-panels": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-secondary-background-color)",
    borderColor: "var(--st-border-color)",
  },
  ".cm-tooltip-lint": { maxWidth: "38rem", whiteSpace: "pre-wrap" },
};

function dark(element) {
  const [red, green, blue] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  return red + green + blue > 380; // light words stand on a dark page
}

function theme(element) {
  return EditorView.theme(look, { dark: dark(element) });
}

function name(data) {
  return EditorView.contentAttributes.of({ "aria-label": data.label, "aria-describedby": "editor-keys", tabindex: "0" });
}

function create(component) {
  const { parentElement, data } = component;
  const place = parentElement.querySelector(".editor");
  const editor = { sent: data.sent, revision: data.revision, line: null, theme: new Compartment(), label: new Compartment(), timer: undefined, component };
  const send = () => {
    clearTimeout(editor.timer);
    editor.timer = undefined;
    editor.sent += 1;
    editor.component.setStateValue("edit", {
      text: editor.view.state.doc.toString(),
      sent: editor.sent,
      revision: editor.revision,
    });
  };
  editor.view = new EditorView({
    parent: place,
    root: parentElement.getRootNode(),
    state: EditorState.create({
      doc: data.text,
      extensions: [
        basicSetup,
        yaml(),
        syntaxHighlighting(colours),
        lintGutter(),
        EditorView.lineWrapping,
        editor.theme.of(theme(place)),
        editor.label.of(name(data)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !editor.resetting) {
            clearTimeout(editor.timer);
            editor.timer = setTimeout(send, PAUSE);
          }
        }),
        EditorView.domEventHandlers({
          blur: () => {
            if (editor.timer !== undefined) send(); // a button pressed next acts on what stands here
          },
        }),
      ],
    }),
  });
  return editor;
}

function reset(editor, data) {
  clearTimeout(editor.timer);
  editor.timer = undefined;
  editor.revision = data.revision;
  editor.sent = data.sent;
  editor.line = null;
  editor.resetting = true;
  editor.view.dispatch({ changes: { from: 0, to: editor.view.state.doc.length, insert: data.text } });
  editor.resetting = false;
}

function marks(doc, problems) {
  return problems
    .map(({ line, column, width, severity, message }) => {
      const row = doc.line(Math.max(1, Math.min(line, doc.lines)));
      const from = Math.min(row.from + Math.max(0, column - 1), row.to);
      return { from, to: Math.min(from + Math.max(1, width), Math.max(row.to, from)), severity, message };
    })
    .sort((one, other) => one.from - other.from);
}

// Called again whenever the page has been drawn: takes over new marks, and a new text only when the page opened one.
export function draw(component) {
  const { parentElement, data } = component;
  let editor = held.get(parentElement);
  if (!editor || !editor.view.dom.isConnected) {
    editor = create(component);
    held.set(parentElement, editor);
  }
  editor.component = component;
  const { view } = editor;
  parentElement.querySelector("#editor-keys").textContent = data.keys;
  if (data.revision !== editor.revision) reset(editor, data);
  view.dispatch({ effects: [editor.theme.reconfigure(theme(view.dom.parentElement)), editor.label.reconfigure(name(data))] });
  if (data.dirty) unsaved.add(parentElement);
  else unsaved.delete(parentElement);
  if (data.sent === editor.sent && editor.timer === undefined) {
    view.dispatch(setDiagnostics(view.state, marks(view.state.doc, data.problems)));
  }
  if (data.line && data.line !== editor.line) {
    editor.line = data.line;
    const { from } = view.state.doc.line(Math.max(1, Math.min(data.line, view.state.doc.lines)));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 20 }) });
  }
}

export function forget(parentElement) {
  held.get(parentElement)?.view.destroy();
  held.delete(parentElement);
  unsaved.delete(parentElement);
}
