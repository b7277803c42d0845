set -e
# An environment of its own: what the vendor's SDK brings must not reach the other tests.
python -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
  -r requirements.txt
