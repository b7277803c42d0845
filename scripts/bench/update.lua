-- What wrk sends: an update of two fields.
wrk.method = "POST"
wrk.body = '{"record":true,"call_time_limit":7200}'
wrk.headers["Content-Type"] = "application/json"
-- MAXXXXXXXXXXXXXXXXXX:tok
wrk.headers["Authorization"] = "Basic TUFYWFhYWFhYWFhYWFhYWFhYWFg6dG9r"
