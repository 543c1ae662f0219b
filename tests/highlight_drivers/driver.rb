# Do what lines of JSON ask, with the clients in Ruby; answer with lines of JSON.
require "json"

folder = File.expand_path("../../examples/highlight/clients", __dir__)
require "#{folder}/highlight"
require "#{folder}/pipe"

$kept = {}
$keeping = Mutex.new

# The highlighter over ZeroMQ, by the client of examples/zeromq.
class Pirate
  def initialize(endpoint, seconds:)
    require_relative "../../examples/zeromq/clients/lazy_pirate"
    @client = LazyPirate.new(endpoint, seconds:, tries: 1)
  end

  def call(code, id:, **options)
    answer = @client.ask(JSON.generate({ id:, code:, **options }))
    told = JSON.parse(answer, symbolize_names: true)
    told[:html] or raise Highlight::Error.of(told[:problem])
  end
end

def made(to, seconds)
  return Highlight::Pipe.new(*to, seconds:) if to.is_a?(Array)

  (to.start_with?("tcp:") ? Pirate : Highlight).new(to, seconds:)
end

# A pipe is shared by threads, a connection is not.
def client(to, seconds)
  key = [to, seconds, to.is_a?(Array) || Thread.current]
  $keeping.synchronize { $kept[key] ||= made(to, seconds) }
end

def outcome(asked)
  to, seconds, code, id, options = asked.values_at("to", "seconds", "code", "id", "options")
  { html: client(to, seconds).call(code, id:, **options.transform_keys(&:to_sym)) }
rescue Highlight::Error => error
  late = error.is_a?(Highlight::TimedOut)
  { kind: error.kind, status: error.status, near: error.near, late: }
end

$stdout.sync = true
$stdin.each_line do |line|
  first, *others = JSON.parse(line)
  threads = others.map { |asked| Thread.new { outcome(asked) } }
  puts JSON.generate([outcome(first), *threads.map(&:value)])
end
