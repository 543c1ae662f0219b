# Tokens of a highlighter in Ruby: `ruby tokens.rb rouge` or `ruby tokens.rb coderay`.
#
#     {}                                  ->  [["python", "py"], ["ruby", "rb"], …]
#     {"language": "ruby", "code": "1"}   ->  [["Literal.Number.Integer", "1"]]
#
# A line in, a line out, of JSON.  The first says the version.

require "json"

# Token kinds are Pygments', whose lexers it set out to rewrite.
module Rouged
  def self.languages
    Rouge::Lexer.all.map { |lexer| [lexer.tag, *lexer.aliases] }
  end

  def self.tokens(language, code)
    lexer = Rouge::Lexer.find(language).new
    lexer.lex(code).map { |kind, text| [kind.qualname, text] }
  end
end

# Token kinds are its own, and may stand in groups: "string.delimiter".
module Coderayed
  OWN_USE = %i[debug raydebug scanner].freeze

  def self.languages
    aliases = CodeRay::Scanners.plugin_hash.select { |name, to| to.is_a?(String) && name.is_a?(String) }
    (CodeRay::Scanners.list - OWN_USE).map do |name|
      [name, *aliases.filter_map { |from, to| from if to == name.to_s }].uniq
    end
  end

  def self.tokens(language, code)
    groups = []
    CodeRay.scan(code, language).tokens.each_slice(2).filter_map do |text, kind|
      case text
      when :begin_group, :begin_line then groups.push(kind) && nil
      when :end_group, :end_line then groups.pop && nil
      else [[*groups, kind].join("."), text]
      end
    end
  end
end

library = ARGV.fetch(0)
require library
version = Gem::Specification.find_by_name(library).version
highlighter = { "rouge" => Rouged, "coderay" => Coderayed }.fetch(library)
puts JSON.generate(version.to_s)
$stdin.each_line do |line|
  asked = JSON.parse(line)
  puts JSON.generate(
    if asked.empty?
      highlighter.languages
    else
      highlighter.tokens(asked.fetch("language"), asked.fetch("code"))
    end
  )
end
