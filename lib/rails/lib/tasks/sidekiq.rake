namespace :sidekiq do
  desc "Tell whether this container's Sidekiq is running"
  task :status do
    require_relative "../sidekiq_status"
    line, well = SidekiqStatus.ask
    well ? puts(line) : abort(line)
  end
end
