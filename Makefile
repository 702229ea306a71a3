.PHONY: run test lock
run:
	python3 run.py
test:
	python3 run.py test

# Choose package versions anew; needs uv.
LOCK = uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header pyproject.toml
lock:
	$(LOCK) --extra source -o requirements.lock
	$(LOCK) --extra source --extra dev -o requirements-dev.lock
