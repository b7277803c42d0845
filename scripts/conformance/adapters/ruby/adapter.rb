# The client that openapi-generator writes for Ruby, as an adapter of the conformance kit.
require 'json'
require 'uri'
$LOAD_PATH.unshift File.join(__dir__, 'client', 'lib')
require 'masking'

$stdout.sync = true
# An unreadable reply is an exception of the JSON library, without the status; Faraday tells it here.
STATUS = Class.new(Faraday::Response::Middleware) do
  define_method(:on_complete) { |reply| Thread.current[:status] = reply.status }
end

def api(call)
  address = URI(call['base_url'])
  config = Masking::Configuration.new
  config.scheme = address.scheme
  config.host = "#{address.host}:#{address.port}"
  config.base_path = address.path
  config.username = call['auth_id']
  config.password = call['auth_token']
  config.timeout = call['timeout_seconds']
  config.use(STATUS)
  Masking::MaskingSessionsApi.new(Masking::ApiClient.new(config))
end

def told(body)
  error = JSON.parse(body)
  { message: error['error'], api_id: error['api_id'] }
rescue JSON::ParserError
  { message: nil, api_id: nil }
end

def outcome(api, call, fields)
  Thread.current[:status] = nil
  body = Masking::MaskingSessionUpdate.new(fields.transform_keys(&:to_sym))
  reply = api.update_masking_session(call['auth_id'], call['session_uuid'], body)
  return { outcome: 'reply', reply: reply.to_hash } unless reply.nil?

  { outcome: 'error', status: Thread.current[:status], message: nil, api_id: nil }
rescue Masking::ApiError => e
  return { outcome: 'transport', detail: e.message } if e.code.to_i.zero?

  { outcome: 'error', status: e.code, **told(e.response_body) }
rescue StandardError => e
  status = Thread.current[:status]
  return { outcome: 'refused', detail: e.message } if status.nil? && e.is_a?(ArgumentError)

  { outcome: 'error', status: status, message: e.message, api_id: nil }
end

def answer(call)
  api = api(call)
  return outcome(api, call, call['fields']) unless call.key?('updates')

  outcomes =
    if call['at_once']
      call['updates'].map { |fields| Thread.new { outcome(api, call, fields) } }.map(&:value)
    else
      call['updates'].map { |fields| outcome(api, call, fields) }
    end
  { outcome: 'several', outcomes: outcomes }
end

$stdin.each_line do |line|
  puts JSON.generate(answer(JSON.parse(line)))
end
