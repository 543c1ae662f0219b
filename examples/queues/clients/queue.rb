# Put and take the tasks of examples.queues in Redis:
#   queue = TaskQueue.new("redis://127.0.0.1:6379/0", "tasks")
#   queue.put({picture: "cherry.jpg"})
#   task = queue.take(wait: 20)
#   queue.ack(task) # or queue.fail(task, "why")

require "json"
require "redis"
require "securerandom"

class TaskQueue
  Task = Struct.new(:entry, :id, :delivery, :body)
  SCRIPT = File.read(File.join(__dir__, "..", "redis_queue.lua"))

  def initialize(url, name, lease: 30, deliveries: 4)
    @redis, @me, @deliveries = Redis.new(url: url), SecureRandom.hex, deliveries
    @keys = %w[queue later dead].map { |kind| "#{kind}:#{name}" }
    @lease = (lease * 1000).to_i
  end

  def put(body) = @redis.xadd(@keys[0], { body: JSON.generate(body) })

  def take(wait: 0) # nil if there was none
    stop = Time.now + wait
    row = run("take", @lease, @deliveries)
    row = sleep(0.2) && run("take", @lease, @deliveries) until row || Time.now > stop
    row && Task.new(*row[0..2], JSON.parse(row[3]))
  end

  # False if somebody else has it by now
  def extend(task) = run("extend", task.entry, task.delivery) == 1
  def ack(task) = run("ack", task.entry, task.delivery) == 1

  def fail(task, why, delay: 0)
    run("fail", task.entry, task.delivery, @deliveries, (delay * 1000).to_i, why) == 1
  end

  def close = run("clean", @lease) || @redis.close

  def run(verb, *more) = @redis.eval(SCRIPT, @keys, [verb, @me, *more])
end
