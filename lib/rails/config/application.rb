# Without Bundler: the gems are Debian's packages, which the Dockerfile names.
require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "action_view/railtie"
require "mysql2"
require "sidekiq"
require_relative "../lib/health_check"

module Demoapp
  class Application < Rails::Application
    config.load_defaults 7.2
    # The image is read-only to the application, and schema.rb says nothing that only MariaDB understands.
    config.active_record.dump_schema_after_migration = false
    # In front of Rails' logger, so that probes leave no line in the log.
    config.middleware.insert_before Rails::Rack::Logger, HealthCheck
    # Of the request no more than this: its parameters may be what was wrong.
    config.exceptions_app = ->(env) do
      ErrorsController.action(:show).call(Rack::MockRequest.env_for(env["PATH_INFO"], "HTTP_ACCEPT" => env["HTTP_ACCEPT"]))
    end
  end
end
