require "sidekiq/api"
require "socket"

# What is known in Redis of the Sidekiq in this container. Without Rails: a probe asks every few seconds.
module SidekiqStatus
  BEAT_SECONDS = 10

  # Its line for people, and whether it is well.
  def self.ask
    Sidekiq.logger.level = Logger::WARN
    process = Sidekiq::ProcessSet.new.select { _1["hostname"] == Socket.gethostname }.max_by { _1["beat"] }
    return ["sidekiq is not running", false] if process.nil?
    age = Time.now.to_i - process["beat"].to_i
    return ["sidekiq has not been heard of for #{age} s", false] if age > 3 * BEAT_SECONDS
    ["sidekiq is running: #{process["busy"]} of #{process["concurrency"]} threads busy", true]
  rescue RedisClient::Error => error
    ["redis: #{error.message}", false]
  end
end
