# Do what a test asks, a line of JSON at a time: its name, and named arguments.

require "json"
require_relative "../../examples/zeromq/clients/lazy_pirate"
require_relative "../../examples/zeromq/clients/listener"

LISTENERS = {}

def ask(endpoint:, body:, **options)
  LazyPirate.new(endpoint, **options).ask(body)
end

def listen(endpoint:, topics: nil, seconds: 20, keys: {})
  LISTENERS[endpoint] = Listener.new(endpoint, topics, seconds: seconds, keys: keys)
  "listening"
end

def pull(endpoint:) = LISTENERS.fetch(endpoint).pull

def message(endpoint:) = LISTENERS.fetch(endpoint).message.to_s

def lost(endpoint:) = LISTENERS.fetch(endpoint).then { |one| "#{one.late} #{one.lost}" }

STDOUT.sync = true
STDIN.each_line do |line|
  name, arguments = JSON.parse(line, symbolize_names: true)
  told = { ok: send(name, **arguments).dup.force_encoding("UTF-8") }
rescue StandardError => error
  told = { error: error.class.name.split("::").last, why: error.message }
ensure
  puts JSON.generate(told)
end
