"""Print the body of an update after openapi-core has validated it: python validate.py DOCUMENT BODY."""

import json
import sys

from openapi_core import OpenAPI  # type: ignore[import-not-found]
from openapi_core.testing import MockRequest  # type: ignore[import-not-found]

PATH = "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party"

api = OpenAPI.from_file_path(sys.argv[1])
request = MockRequest(
    "https://api.plivo.com",
    "post",
    PATH,
    headers={"Authorization": "Basic TUE6dG9r"},
    data=sys.argv[2].encode(),
    content_type="application/json",
)
result = api.unmarshal_request(request)
result.raise_for_errors()
body = result.body
print(json.dumps(body if isinstance(body, dict) else vars(body)))
