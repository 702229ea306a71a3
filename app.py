"""The page. `streamlit run app.py` works; `vns-choice` and `python run.py` also keep it to this machine."""

from decision.ui.pages import show

show()
