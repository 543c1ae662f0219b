# Read what Python wrote and write it back: a line in, a line out.
#
#     json BASE64  ->  ok BASE64, or: no REASON
#
# TOKEN_KEY, TOKEN_SALT, TOKEN_MAX_AGE and, if wanted, TOKEN_LEEWAY come from the
# environment: arguments are seen by every user of the machine.

require_relative "../signed/token"

def mirror(format, data)
  case format
  when "json" then JSON.generate(from_json(data))
  when "token" then again(data, setting("TOKEN_KEY"))
  when "verify" then JSON.generate(verify(data, *settings))
  else raise ArgumentError, "no such format: #{format}"
  end
end

def again(token, key)
  value = content(unsign(token, key, "itsdangerous"))
  text = base64url(JSON.generate(value))
  "#{text}.#{signature(text, key, "itsdangerous")}"
end

def settings
  max_age = setting("TOKEN_MAX_AGE").to_i
  leeway = ENV.fetch("TOKEN_LEEWAY", "0").to_i
  [setting("TOKEN_KEY"), setting("TOKEN_SALT"), max_age, leeway]
end

def setting(name)
  # An empty key would verify what anybody signed with an empty key.
  value = ENV.fetch(name, "")
  value.empty? ? raise(ArgumentError, "#{name} is not set") : value
end

$stdin.each_line(chomp: true) do |line|
  format, data = line.split(" ")
  puts "ok #{[mirror(format, data.to_s.unpack1("m"))].pack("m0")}"
rescue StandardError => error
  puts "no #{error.message.tr("\n", " ")}"
end
