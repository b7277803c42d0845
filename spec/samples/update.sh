session="c28b77d4-21e7-43bd-9447-04bfee92e651"

curl --silent --show-error --fail-with-body --max-time 5 \
  --user "$PLIVO_AUTH_ID:$PLIVO_AUTH_TOKEN" \
  --header "Content-Type: application/json" \
  --data '{"session_expiry": 7200, "record": false}' \
  "https://api.plivo.com/v1/Account/$PLIVO_AUTH_ID/Masking/Session/$session/"
