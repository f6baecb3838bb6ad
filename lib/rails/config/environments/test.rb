Rails.application.configure do
  config.enable_reloading = false
  config.eager_load = true
  config.consider_all_requests_local = false
  config.action_dispatch.show_exceptions = :all
  config.secret_key_base = "only for tests"
  config.logger = ActiveSupport::Logger.new(nil)
end
