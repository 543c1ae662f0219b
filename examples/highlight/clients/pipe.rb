# Pygments in a child of one's own; the errors are those of highlight.rb.
# Options: language, lines, marked, numbers (true or false), style.
# Seconds are the child's processor time; on the wall it has twenty times as many.
# Threads may share an object, and wait for each other.  Make it after a fork.
require_relative "highlight"

class Highlight::Pipe
  def initialize(*command, seconds: 2)
    @command, @wall, @lock = [*command, "--seconds", seconds.to_s], 20 * seconds, Mutex.new
  end
  def call(code, id: SecureRandom.uuid, **options)
    tries ||= 2 # it changes nothing: it may be done twice
    told = @lock.synchronize { ask(id.to_s, JSON.generate({ id:, code:, **options })) }
    told[:html] or raise Highlight::Error.of(told[:problem])
  rescue Timeout::Error, EOFError, SystemCallError, JSON::ParserError => error # the child died
    late = Timeout::Error === error || $?&.termsig == Signal.list["PROF"]
    raise Highlight::TimedOut.new(type: "timed-out", status: 422, detail: "too late") if late
    retry if (tries -= 1).positive?
    raise Highlight::Error.new(type: "broken", status: 500, detail: error.message)
  end
  private def ask(id, message)
    @child ||= IO.popen(@command, "r+b")
    told = Timeout.timeout(@wall) { exchange(message) }
    ours = told.is_a?(Hash) && ["", id].include?(told[:id])
    ours ? told : raise(EOFError, "somebody else's answer")
  ensure
    if @child && !ours # what it would say now, nobody asks
      Process.kill(:KILL, @child.pid)
      @child = @child.close
    end
  end
  private def exchange(message)
    @child.write([message.bytesize].pack("N"), message)
    said = receive
    JSON.parse(said.empty? ? receive : said, symbolize_names: true) # first it says: warm
  end
  private def receive = @child.read((@child.read(4) or raise EOFError).unpack1("N")).to_s
end
