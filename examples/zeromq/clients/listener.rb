# Pull and subscribe in Ruby. A subscriber counts what it lost. A line that was cut is
# noticed by the system; after long silence close this, and make a new one.

require "ffi-rzmq"

class Listener
  CONTEXT = ZMQ::Context.new
  attr_reader :late, :lost

  # A puller; with topics, a subscriber. seconds: of silence
  def initialize(endpoint, topics = nil, seconds: 2.5, keys: {})
    @socket = CONTEXT.socket(topics ? ZMQ::SUB : ZMQ::PULL)
    options = [[:LINGER, 0], [:RCVTIMEO, (seconds * 1000).to_i], *keys]
    options += [[:TCP_KEEPALIVE, 1], [:TCP_KEEPALIVE_IDLE, 3], [:TCP_KEEPALIVE_INTVL, 1]]
    topics&.each { |topic| options << [:SUBSCRIBE, "#{topic}\0"] }
    done = options.map { |name, it| @socket.setsockopt(ZMQ.const_get(name), it) }
    failed = (done << @socket.connect(endpoint)).min.negative?
    failed && @socket.close && raise(ArgumentError, "no such endpoint or keys")
    @seconds, @late, @lost, @seen = seconds, 0, 0, {}
  end

  def pull = frames.first

  def message # nil if there was no news, but a sign of life
    stop = Time.now + @seconds
    loop do
      topic, run, number, body = frames
      number = number.unpack1("Q>")
      known, last = @seen.fetch(topic, [run, 0])
      missing = number - (known == run ? last : 0) - (body ? 1 : 0)
      @seen.key?(topic) ? @lost += missing : @late += missing
      @seen[topic] = [run, number]
      return body if body || Time.now > stop
    end
  end

  def frames
    done = @socket.recv_strings(found = [])
    ZMQ::Util.resultcode_ok?(done) ? found : raise(IOError, "silence")
  end
end
