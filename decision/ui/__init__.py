"""The Streamlit pages: widgets and layout only. Nothing is decided or worded here."""
