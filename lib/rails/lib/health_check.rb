# GET /health_check/full: 200 "success", or 500 and in plain text what is missing.
class HealthCheck
  PATH = "/health_check/full".freeze

  def initialize(app)
    @app = app
  end

  def call(env)
    return @app.call(env) unless env["PATH_INFO"] == PATH
    fault = self.class.fault
    [fault ? 500 : 200, { "content-type" => "text/plain; charset=utf-8", "cache-control" => "no-store" },
     [fault ? "health_check failed: #{fault}" : "success"]]
  end

  # nil: there is none.
  def self.fault
    database_fault || redis_fault
  end

  def self.database_fault
    # A connection may have died since it was last used; this one is asked, and made anew if need be.
    pending = ActiveRecord::Base.with_connection do |connection|
      connection.verify!
      connection.pool.migration_context.open.pending_migrations
    end
    return if pending.empty?
    Message.reset_column_information # or a request that came early would leave the new columns unseen
    "Migrations are pending. To resolve this issue, run: bin/rails db:migrate RAILS_ENV=#{Rails.env} " \
      "(#{pending.map { _1.name.underscore }.join(", ")})"
  rescue ActiveRecord::ActiveRecordError => error
    "database: #{(error.cause || error).message}"
  end

  def self.redis_fault
    Sidekiq.redis { _1.call("PING") }
    nil
  rescue RedisClient::Error => error
    "redis: #{error.message}"
  end

  private_class_method :database_fault, :redis_fault
end
