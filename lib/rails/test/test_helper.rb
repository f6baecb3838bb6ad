# Against a real MySQL or MariaDB and a real Redis, where MYSQL_… and REDIS_URL say. The database is used up.
ENV["RAILS_ENV"] = "test"
require_relative "../config/environment"
require "rails/test_help"
require "minitest/mock"
require "sidekiq/api"

Rails.application.load_tasks
Sidekiq.logger.level = Logger::WARN

class ActiveSupport::TestCase
  setup do
    output_of "db:setup_if_not_yet"
    Message.delete_all
    Sidekiq::Queue.new.clear
  end

  # Runs a task in here, and returns what it printed.
  def output_of(task)
    Rake::Task.tasks.each(&:reenable)
    capture_io { Rake::Task[task].invoke }.join
  end

  # As an image that brings the migration, with a database that has had it.
  def with_likes
    ActiveRecord::Base.connection.add_column :messages, :likes, :integer, if_not_exists: true
    Message.reset_column_information
    Message.stub(:likes_migration?, true) { yield }
  ensure
    ActiveRecord::Base.connection.remove_column :messages, :likes
    Message.reset_column_information
  end
end
