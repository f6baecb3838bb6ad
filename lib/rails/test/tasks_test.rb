require_relative "test_helper"
require "open3"

class TasksTest < ActiveSupport::TestCase
  self.use_transactional_tests = false

  test "what is set up stays" do
    Message.create!(body: "hello")
    assert_equal "Database '#{database}' is set up already\n", output_of("db:setup_if_not_yet")
    assert_equal 1, Message.count
  end

  test "a setup that was broken off is done again" do
    break_off_setup
    assert_includes output_of("db:setup_if_not_yet"), "Set up the database '#{database}'\n"
    assert_equal 0, Message.count
  end

  test "who waits for the setup goes on when it is done" do
    break_off_setup
    following "bin/rails", "db:wait_for_setup_completion" do |output, process|
      assert_includes output.gets.to_s, "Waiting for the database '#{database}' to be set up ..."
      output_of "db:setup_if_not_yet"
      assert_predicate process.value, :success?
    end
  end

  test "who waits for the setup ends on SIGTERM" do
    break_off_setup
    following "bin/rails", "db:wait_for_setup_completion" do |output, process|
      output.gets
      Process.kill "TERM", process.pid
      assert_equal "", output.read
      assert_equal 143, process.value.exitstatus
    end
  end

  test "one migrates, the other skips" do
    migrator = ActiveRecord::Base.connection_pool.migration_context.open
    migrator.send(:with_advisory_lock) do
      said, status = Open3.capture2e("bin/rails", "db:try_migrate")
      assert_equal "Skip migrations because another migration process is currently running.\n", said
      assert_predicate status, :success?
    end
    assert_equal "", output_of("db:try_migrate")
  end

  test "a migration that fails is no skip" do
    ActiveRecord::Base.connection.execute "DELETE FROM schema_migrations WHERE version = '20251001090000'"
    error = assert_raises(StandardError) { output_of "db:try_migrate" }
    assert_match(/Table 'messages' already exists/, error.message)
  ensure
    ActiveRecord::Base.connection.execute "INSERT INTO schema_migrations VALUES ('20251001090000')"
  end

  test "a Sidekiq that does not run is not well" do
    Sidekiq::ProcessSet.new.each { Sidekiq.redis { |redis| redis.call("DEL", "processes") } }
    said, status = Open3.capture2e("bin/health-check-sidekiq")
    assert_equal "sidekiq is not running\n", said
    assert_equal 1, status.exitstatus
  end

  test "wait-for waits for a port" do
    port = TCPServer.open("127.0.0.1", 0) { _1.addr[1] }
    following "bin/wait-for", "127.0.0.1:#{port}" do |output, process|
      assert_equal "Waiting for 127.0.0.1:#{port} ...\n", output.gets
      TCPServer.open("127.0.0.1", port) { assert_predicate process.value, :success? }
      assert_equal "127.0.0.1:#{port} is available\n", output.read
    end
  end

  test "wait-for ends on SIGTERM" do
    port = TCPServer.open("127.0.0.1", 0) { _1.addr[1] }
    following "bin/wait-for", "127.0.0.1:#{port}" do |output, process|
      output.gets
      Process.kill "TERM", process.pid
      assert_equal 143, process.value.exitstatus
    end
  end

  private

  # Whatever goes wrong meanwhile, the command ends.
  def following(*command)
    Open3.popen2e(*command) do |_, output, process|
      Timeout.timeout(120) { yield output, process }
    ensure
      Process.kill "KILL", process.pid if process.alive?
    end
  end

  def database
    ActiveRecord::Base.connection_db_config.database
  end

  def break_off_setup
    ActiveRecord::Base.connection.drop_table :ar_internal_metadata
    ActiveRecord::Base.connection.drop_table :schema_migrations
  end
end
