# Pygments in a child of one's own; the errors are those of highlight.rb.
# Threads may share an object, and wait for each other.  Make it after a fork.
require "timeout"
require_relative "highlight"

class Highlight::Pipe
  def initialize(*command, seconds: 5)
    @command, @seconds, @lock = command, seconds, Mutex.new
  end

  def call(code, id: SecureRandom.uuid, **options)
    tries ||= 2 # it changes nothing: it may be done twice
    message = JSON.generate({ id:, code:, **options })
    told = JSON.parse(@lock.synchronize { ask(message) }, symbolize_names: true)
    told[:html] or raise Highlight::Error.of(told[:problem])
  rescue Timeout::Error => error
    raise Highlight::TimedOut.new(type: "timed-out", status: 422, detail: error.message)
  rescue EOFError, SystemCallError, JSON::ParserError => error # the child died
    retry if (tries -= 1).positive?
    raise Highlight::Error.new(type: "broken", status: 500, detail: error.message)
  end

  # region ask
  private def ask(message)
    @child ||= IO.popen(@command, "r+b")
    answer = Timeout.timeout(@seconds) do
      @child.write([message.bytesize].pack("N"), message)
      said = receive
      said.empty? ? receive : said # the first says it is warm
    end
  ensure
    if @child && !answer # what it would say now, nobody asks
      Process.kill(:KILL, @child.pid)
      @child = @child.close
    end
  end
  # endregion
  private def receive = @child.read((@child.read(4) or raise EOFError).unpack1("N")).to_s
end
