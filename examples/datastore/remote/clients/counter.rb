# Numbers that are handed out once each, as counter.py does:
#   redis = Redis.new(url: "redis://127.0.0.1:6379/0", reconnect_attempts: 0)
#   number = take_number(redis, "order")

require "redis"

def take_number(redis, name) = redis.incr("number:#{name}")
