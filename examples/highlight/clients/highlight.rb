# Pygments over HTTP.  Options: language, lines, marked, numbers, style.  One object a thread.
%w[json net/http securerandom timeout].each { |name| require name }
class Highlight
  class Error < StandardError # as RFC 9457 tells it
    def self.of(told) = (told in { type: /timed-out\z/ }) ? TimedOut.new(told) : new(told)
    def initialize(told) = super((@told = told.is_a?(Hash) ? told : {})[:detail])
    def kind = @told.fetch(:type, "unreachable").to_s.split(":").last
    def status = @told[:status]
    def near = Array(@told[:near])
  end
  class TimedOut < Error; end # the service's deadline has passed, or ours: of each of two tries
  LOST = [IOError, SystemCallError, SocketError, OpenSSL::SSL::SSLError, Net::HTTPBadResponse]
  HEAD = { "Content-Type" => "text/plain", "Accept-Encoding" => "identity",
           "Prefer" => "return=representation" }.freeze # else a 303, to be followed
  def initialize(base, seconds: 5) = (@base, @seconds = URI(base), seconds)
  # region call
  def call(code, id: SecureRandom.uuid, tries: 2, **options)
    got = Timeout.timeout(@seconds) { post(code, id, options) }
    return got.body.force_encoding("UTF-8") if got.code == "200"
    raise Error.of(JSON.parse(got.body.to_s, symbolize_names: true))
  rescue Timeout::Error => error
    raise TimedOut.new(type: "no-answer", detail: error.message)
  rescue *LOST, JSON::ParserError => error # nothing has changed:
    retry if (tries -= 1).positive?        # it may be done twice
    raise Error.new(type: "unreachable", detail: error.message)
  end
  # endregion
  private def post(code, id, options)
    id = id[/\A[\w.-]{1,64}\z/] || SecureRandom.uuid # others are replaced on the way
    head = HEAD.merge("X-Request-Id" => id)
    @http ||= Net::HTTP.start(@base.host, @base.port, use_ssl: URI::HTTPS === @base, max_retries: 0)
    got = @http.post("#{@base.path}/h?#{URI.encode_www_form(options)}", code, head)
    raise EOFError, "somebody else's answer" unless [id, nil].include?(got["X-Request-Id"])
    got = @http.get(@base.path + $&, HEAD) if got["Location"] =~ %r{/h/\h+\z} # no other host
    cut = got.body.to_s.bytesize < got["Content-Length"].to_i
    cut || got.code == "404" ? raise(EOFError, "the HTML went") : whole = got
  ensure
    @http = @http&.finish unless whole # the next call would read our answer
  end
end
