# Pygments over HTTP, by the standard library.  Not for two threads: one object each.
%w[json net/http securerandom].each { |name| require name }

class Highlight
  class Error < StandardError # as RFC 9457 tells it
    def self.of(told) = (told[:type].to_s.end_with?("timed-out") ? TimedOut : self).new(told)
    def initialize(told) = super((@told = told)[:detail])
    def kind = @told.fetch(:type, "unreachable").split(":").last
    def status = @told[:status]
    def near = @told[:near].to_a
    alias detail message
  end
  class TimedOut < Error; end # the service's deadline has passed, or ours
  LOST = [IOError, SystemCallError, SocketError, OpenSSL::SSL::SSLError, JSON::ParserError].freeze
  def initialize(base, seconds: 5)
    @base = URI(base)
    @limits = %i[open_timeout read_timeout write_timeout].to_h { |name| [name, seconds] }
  end
  # Highlighting changes nothing: it may be done twice.
  # region call
  def call(code, id: SecureRandom.uuid, tries: 2, **options)
    got = post(code, id, options)
    cut = got.body.bytesize < got.content_length.to_i
    raise EOFError, "the HTML went" if cut || got.code == "404"
    return got.body.force_encoding("UTF-8") if got.code == "200"
    raise Error.of(JSON.parse(got.body, symbolize_names: true))
  rescue Timeout::Error => error
    raise TimedOut.new(type: "no-answer", detail: error.message)
  rescue *LOST => error
    retry if (tries -= 1).positive?
    raise Error.new(type: "unreachable", detail: error.message)
  end
  # endregion
  private def post(code, id, options)
    head = { "X-Request-Id" => id, "Content-Type" => "text/plain", "Prefer" => "return=representation" }
    @http ||= Net::HTTP.start(@base.host, @base.port, use_ssl: @base.scheme == "https", max_retries: 0, **@limits)
    answer = @http.post("#{@base.path}/h?#{URI.encode_www_form(options)}", code, head)
    answer.code == "303" ? @http.get(URI.join(@base, answer["Location"]).request_uri, head) : answer
  end
end
