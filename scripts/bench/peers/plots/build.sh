set -e
python -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
  -r requirements.txt
