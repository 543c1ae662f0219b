# Ruby's ways to highlighted code, timed: a line of JSON in, a line out.
#
#     {"way", "codes"}  ->  {"seconds": […]}, by the wall's clock
#
# The first code of a batch is not timed: it opens what an idle while has closed.
# PYTHON, WAITRESS, GUNICORN, ZEROMQ and NOTHING come from the environment.

require "coderay"
require "json"
require "net/http"
require "open3"
require "pygments"
require "rouge"
require_relative "../../examples/highlight/clients/highlight"
require_relative "../../examples/highlight/clients/pipe"
require_relative "../../examples/zeromq/clients/lazy_pirate"

PYTHON = ENV.fetch("PYTHON")
COMMAND = [PYTHON, "-m", "examples.highlight", "--language", "python", "-"].freeze

# Debian's gem runs its own path's Python.  The setter of 2.3 sets another variable.
Pygments.engine.instance_variable_set(:@python_binary, [PYTHON])

def served(name)
  base = ENV.fetch(name)
  kept = Highlight.new(base, seconds: 60)
  ->(code) { kept.call(code, language: "python") }
end

# The client, made anew for each call.
def once(base)
  ->(code) { Highlight.new(base, seconds: 60).call(code, language: "python") }
end

# A client that goes where it is sent, on one connection.
def there(base)
  http = Net::HTTP.start(URI(base).host, URI(base).port)
  type = { "Content-Type" => "text/plain; charset=utf-8" }
  lambda do |code|
    http.get(http.post("/h?language=python", code, type)["Location"]).body
  end
end

def cached(base)
  there = posted(base, "print(1)\n")
  http = Net::HTTP.start(there.host, there.port)
  ->(_) { http.get(there.path).body }
end

def posted(base, code)
  type = { "Content-Type" => "text/plain; charset=utf-8" }
  answer = Net::HTTP.post(URI("#{base}/h?language=python"), code, type)
  URI.join(base, answer["Location"])
end

piped = Highlight::Pipe.new(PYTHON, "-m", "examples.highlight.workers.child", seconds: 60)
def pirate(name)
  pirate = LazyPirate.new(ENV.fetch(name), seconds: 60, tries: 1)
  lambda do |code|
    answer = pirate.ask(JSON.generate(code:, language: "python"))
    JSON.parse(answer.force_encoding("UTF-8")).fetch("html")
  end
end

WAYS = {
  "pygments.rb" => ->(code) { Pygments.highlight(code, lexer: "python") },
  "pipe" => ->(code) { piped.call(code, language: "python") },
  "ZeroMQ" => pirate("ALONE"),
  "ZeroMQ, broker" => pirate("ZEROMQ"),
  "HTTP" => served("WAITRESS"),
  "HTTP, gunicorn" => served("GUNICORN"),
  "HTTP, 303" => there(ENV.fetch("WAITRESS")),
  "HTTP, new connection" => once(ENV.fetch("WAITRESS")),
  "HTTP, nothing done" => served("NOTHING"),
  "HTTP, cached" => cached(ENV.fetch("WAITRESS")),
  "spawn" => ->(code) { Open3.capture2(*COMMAND, stdin_data: code)[0] },
  "rouge" => ->(code) { Rouge.highlight(code, "python", "html") },
  "coderay" => ->(code) { CodeRay.scan(code, :python).html },
}.freeze

def seconds(way, code)
  start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  html = WAYS.fetch(way).call(code)
  raise "#{way}: no HTML" unless html.include?("<span")

  Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
end

# What really runs, so that a race between two Pythons is refused.
version = Pygments.pygments_version
pid = Pygments.engine.instance_variable_get(:@pid)
puts JSON.generate("pygments" => version, "python" => File.readlink("/proc/#{pid}/exe"))
$stdout.flush
$stdin.each_line do |line|
  asked = JSON.parse(line)
  GC.start
  puts JSON.generate("seconds" => asked["codes"].map { |code| seconds(asked["way"], code) }.drop(1))
  $stdout.flush
end
