# Do what lines of JSON ask, with the clients in Ruby; answer with lines of JSON.
require "json"

folder = File.expand_path("../../../examples/highlight/clients", __dir__)
require "#{folder}/highlight"
require "#{folder}/pipe"

$kept = {}
$keeping = Mutex.new

# The highlighter over ZeroMQ, by the client of examples/zeromq.
class Pirate
  def initialize(endpoint, seconds:)
    require_relative "../../../examples/zeromq/clients/lazy_pirate"
    @client = LazyPirate.new(endpoint, seconds:, tries: 1)
  end

  def call(code, id:, **options)
    answer = @client.ask(JSON.generate({ id:, code:, **options }))
    told = JSON.parse(answer, symbolize_names: true)
    told[:html] or raise Highlight::Error.of(told[:problem])
  end

  def close = @client.close
end

def made(to, seconds)
  return Highlight::Pipe.new(*to, seconds:) if to.is_a?(Array)

  (to.start_with?("tcp:") ? Pirate : Highlight).new(to, seconds:)
end

# A pipe is shared by threads, a connection is not.
def client(asked, thread)
  to, seconds = asked.values_at("to", "seconds")
  key = [to, seconds, to.is_a?(Array) || thread]
  $keeping.synchronize { $kept[key] ||= made(to, seconds) }
end

def outcome(asked, by = client(asked, Thread.current))
  code, id, options = asked.values_at("code", "id", "options")
  { html: by.call(code, id:, **options.transform_keys(&:to_sym)) }
rescue Highlight::Error => error
  late = error.is_a?(Highlight::TimedOut)
  { kind: error.kind, status: error.status, near: error.near, late: }
end

class Interruption < Exception; end # as those of Rack's and Sidekiq's, no StandardError

# Ask in a thread, and have it interrupted from outside; tell what came out of it.
def interrupted(asked, way)
  asker = Thread.new do
    Timeout.timeout(way == "timeout" ? 0.5 : nil) { outcome(asked, client(asked, nil)) }
  rescue Timeout::Error, Interruption => error
    { kind: error.class.name }
  end
  $stdin.gets # the request has come to where it is answered
  asker.raise(Interruption) if way == "raise"
  asker.kill if way == "kill"
  asker.value
end

$stdout.sync = true
$stdin.each_line do |line|
  first, *others = JSON.parse(line)
  if (way = first["interrupt"])
    puts JSON.generate([interrupted(first, way), outcome(others.first, client(first, nil))])
    next
  end
  threads = others.map { |asked| Thread.new { outcome(asked) } }
  puts JSON.generate([outcome(first), *threads.map(&:value)])
end
$kept.each_value { |client| client.close if client.is_a?(Pirate) }
LazyPirate::CONTEXT.terminate if defined?(LazyPirate)
