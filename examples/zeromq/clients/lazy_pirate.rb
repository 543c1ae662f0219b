# Ask over ZeroMQ without blocking for ever: each try has a time-out, and the next one a
# socket of its own. An object a thread, to be closed: LazyPirate.new("tcp://…").ask("…")

require "ffi-rzmq"
require "securerandom"

class LazyPirate
  NoAnswer, Busy, Failed = Array.new(3) { Class.new(StandardError) }
  STATES = { "busy" => Busy, "failed" => Failed }.freeze
  CONTEXT = ZMQ::Context.new
  # seconds: a try; keys: { CURVE_SERVERKEY:, CURVE_PUBLICKEY:, CURVE_SECRETKEY: }
  def initialize(endpoint, seconds: 2.5, tries: 3, keys: {})
    @endpoint, @tries = endpoint, tries
    @options = { LINGER: 0, RCVTIMEO: ms = (seconds * 1000).to_i, SNDTIMEO: ms, **keys }
  end

  # region ask
  def ask(body)
    id = SecureRandom.hex
    @tries.times do
      @socket ||= connect
      @socket.send_strings([id, body])
      @socket.recv_strings(frames = [])
      return result(*frames.drop(1)) if frames.first == id
      close
    end
    raise NoAnswer, "none from #{@endpoint} after #{@tries} tries"
  end
  # endregion

  def close = @socket = @socket&.close && nil
  def connect
    socket = CONTEXT.socket(ZMQ::REQ)
    done = @options.map { |name, it| socket.setsockopt(ZMQ.const_get(name), it) }
    return socket unless (done << socket.connect(@endpoint)).min.negative?
    socket.close && raise(ArgumentError, "no such endpoint or keys")
  end

  def result(state, body) = state == "ok" ? body : raise(STATES.fetch(state), body)
end
