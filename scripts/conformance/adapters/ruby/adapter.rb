# The client that openapi-generator writes for Ruby, as an adapter of the conformance kit.
require 'json'
require 'uri'
$LOAD_PATH.unshift File.join(__dir__, 'client', 'lib')
require 'masking'

$stdout.sync = true
status = nil
# An unreadable reply is an exception of the JSON library, without the status; Faraday tells it here.
STATUS = Class.new(Faraday::Response::Middleware) do
  define_method(:on_complete) { |reply| status = reply.status }
end

def update(call)
  address = URI(call['base_url'])
  config = Masking::Configuration.new
  config.scheme = address.scheme
  config.host = "#{address.host}:#{address.port}"
  config.base_path = address.path
  config.username = call['auth_id']
  config.password = call['auth_token']
  config.timeout = call['timeout_seconds']
  config.use(STATUS)
  body = Masking::MaskingSessionUpdate.new(call['fields'].transform_keys(&:to_sym))
  api = Masking::MaskingSessionsApi.new(Masking::ApiClient.new(config))
  api.update_masking_session(call['auth_id'], call['session_uuid'], body)
end

def told(body)
  error = JSON.parse(body)
  { message: error['error'], api_id: error['api_id'] }
rescue JSON::ParserError
  { message: nil, api_id: nil }
end

$stdin.each_line do |line|
  status = nil
  outcome =
    begin
      reply = update(JSON.parse(line))
      if reply.nil?
        { outcome: 'error', status: status, message: nil, api_id: nil }
      else
        { outcome: 'reply', reply: reply.to_hash }
      end
    rescue Masking::ApiError => e
      if e.code.to_i.zero?
        { outcome: 'transport', detail: e.message }
      else
        { outcome: 'error', status: e.code, **told(e.response_body) }
      end
    rescue ArgumentError => e
      if status.nil?
        { outcome: 'refused', detail: e.message }
      else
        { outcome: 'error', status: status, message: e.message, api_id: nil }
      end
    rescue StandardError => e
      { outcome: 'error', status: status, message: e.message, api_id: nil }
    end
  puts JSON.generate(outcome)
end
