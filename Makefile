.PHONY: run test lock words
run:
	python3 run.py
test:
	python3 run.py test

# Choose package versions anew; needs uv.
LOCK = uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header pyproject.toml
lock:
	$(LOCK) --extra source -o requirements.lock
	$(LOCK) --extra source --extra dev -o requirements-dev.lock

# Gather the texts of the code into the catalogues and compile them; tests tell which texts still lack words.
PYTHON = .venv/bin/python
WORDS = decision/language
words:
	$(PYTHON) -m babel.messages.frontend extract -F pyproject.toml --no-default-keywords -k say -k mark -k say_count:1,2 \
		--no-location --sort-output --omit-header -o $(WORDS)/vns-choice.pot decision
	$(PYTHON) -m babel.messages.frontend update -D vns-choice -i $(WORDS)/vns-choice.pot -d $(WORDS) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm $(WORDS)/vns-choice.pot
	$(PYTHON) -m babel.messages.frontend compile -D vns-choice -d $(WORDS) --statistics
