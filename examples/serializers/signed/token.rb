# Open an itsdangerous token with JSON in it, and sign one (URLSafeSerializer,
# URLSafeTimedSerializer).

require "json"
require "openssl"
require "zlib"

class BadToken < StandardError; end

# secure_compare takes as long for any wrong signature.
# region unsign
def signature(text, key, salt)
  derived = OpenSSL::Digest::SHA1.digest("#{salt}signer#{key}")
  base64url(OpenSSL::HMAC.digest("SHA1", derived, text))
end

def unsign(token, key, salt)
  text, _, given = token.rpartition(".")
  good = signature(text, key, salt)
  same = OpenSSL.secure_compare(good, given)
  raise BadToken, "bad signature" unless same
  text
end
# endregion

# leeway: seconds that the clock of who signed may be ahead.
def verify(token, key, salt, max_age, leeway = 0)
  payload, _, stamp = unsign(token, key, salt).rpartition(".")
  age = Time.now.to_i - unbase64url(stamp).unpack1("H*").hex
  raise BadToken, "expired" unless age.between?(-leeway, max_age)
  content(payload)
end

def content(text)
  # A leading dot: itsdangerous has compressed it.
  squeezed = text.start_with?(".")
  bytes = unbase64url(text.delete_prefix("."))
  from_json(squeezed ? Zlib.inflate(bytes) : bytes)
end

def from_json(json) = JSON.parse(json.force_encoding("UTF-8"))

def base64url(bytes) = [bytes].pack("m0").tr("+/", "-_").delete("=")

def unbase64url(text) = text.tr("-_", "+/").unpack1("m")
