require_relative "test_helper"

class HealthCheckTest < ActionDispatch::IntegrationTest
  test "all is well" do
    get "/health_check/full"
    assert_response :success
    assert_equal "success", response.body
  end

  test "a pending migration is named" do
    ActiveRecord::Base.connection.execute "DELETE FROM schema_migrations WHERE version = '20251001090000'"
    get "/health_check/full"
    assert_response :internal_server_error
    assert_equal "health_check failed: Migrations are pending. To resolve this issue, run: " \
                 "bin/rails db:migrate RAILS_ENV=test (create_messages)", response.body
  ensure
    ActiveRecord::Base.connection.execute "INSERT INTO schema_migrations VALUES ('20251001090000')"
  end

  test "a column that comes while pumas run is seen once the migration is done" do
    Message.column_names
    ActiveRecord::Base.connection.execute "DELETE FROM schema_migrations WHERE version = '20251001090000'"
    get "/health_check/full"
    ActiveRecord::Base.connection.execute "ALTER TABLE messages ADD likes int"
    assert_includes Message.column_names, "likes"
  ensure
    ActiveRecord::Base.connection.execute "INSERT INTO schema_migrations VALUES ('20251001090000')"
    ActiveRecord::Base.connection.execute "ALTER TABLE messages DROP likes"
    Message.reset_column_information
  end

  test "a connection that the server has closed is no illness" do
    id = ActiveRecord::Base.connection.select_value("SELECT CONNECTION_ID()")
    Mysql2::Client.new(ActiveRecord::Base.connection_db_config.configuration_hash).query("KILL #{id}")
    get "/health_check/full"
    assert_equal "success", response.body
  end

  test "without Redis" do
    Sidekiq.stub(:redis, -> { raise RedisClient::CannotConnectError, "Connection refused" }) do
      get "/health_check/full"
    end
    assert_response :internal_server_error
    assert_equal "health_check failed: redis: Connection refused", response.body
  end
end
