# Pull and subscribe in Ruby. A subscriber counts what it lost.

require "ffi-rzmq"

class Listener
  CONTEXT = ZMQ::Context.new
  attr_reader :late, :lost

  # A puller; with topics, a subscriber. seconds: of silence
  def initialize(endpoint, topics = nil, seconds: 2.5, keys: {})
    @socket = CONTEXT.socket(topics ? ZMQ::SUB : ZMQ::PULL)
    { LINGER: 0, RCVTIMEO: (seconds * 1000).to_i, **keys }.each do |name, value|
      @socket.setsockopt(ZMQ.const_get(name), value)
    end
    topics&.each { |topic| @socket.setsockopt(ZMQ::SUBSCRIBE, "#{topic}\0") }
    @socket.connect(endpoint)
    @late, @lost, @seen = 0, 0, {}
  end

  def pull = frames.first

  # region subscriber
  def message
    topic, run, number, body = frames
    number = number.unpack1("Q>")
    known, last = @seen.fetch(topic, [run, 0])
    missing = number - (known == run ? last : 0) - (body ? 1 : 0)
    @seen.key?(topic) ? @lost += missing : @late += missing
    @seen[topic] = [run, number]
    body || message
  end
  # endregion

  def frames
    done = @socket.recv_strings(found = [])
    ZMQ::Util.resultcode_ok?(done) ? found : raise(IOError, "silence")
  end
end
