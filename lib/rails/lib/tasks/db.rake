$stdout.sync = true # whoever follows the log sees what is waited for

namespace :db do
  # Its environment is the last thing that loading the schema writes.
  set_up = -> do
    ActiveRecord::Base.with_connection do |connection|
      metadata = connection.pool.internal_metadata
      # Not metadata.table_exists?: it remembers that there was none.
      connection.table_exists?(metadata.table_name) && metadata[:environment].present?
    end
  end
  database = -> { ActiveRecord::Base.connection_db_config.database }

  desc "Set the database up, unless that has been done"
  task setup_if_not_yet: :environment do
    done = begin
      set_up.call
    rescue ActiveRecord::NoDatabaseError
      false
    end
    if done
      puts "Database '#{database.call}' is set up already"
    else
      # In a process of its own: until that has started, another may come to the same. Step 1 shows it, the Job ends it.
      # db:setup without its seeds, which it refuses when there are migrations newer than schema.rb.
      system("bin/rails", "db:create", "db:schema:load", chdir: Rails.root) || exit(1)
      puts "Set up the database '#{database.call}'"
    end
  end

  desc "Wait until somebody has set the database up"
  task wait_for_setup_completion: :environment do
    trap("TERM") { exit! 143 } # who is stopped while waiting has nothing to clear away, nor to explain
    told = nil
    loop do
      why = begin
        break if set_up.call
        ""
      rescue ActiveRecord::ActiveRecordError => error
        " (#{(error.cause || error).message})"
      end
      puts "Waiting for the database '#{database.call}' to be set up ...#{why}" if why != told
      told = why
      sleep 1
    end
    trap("TERM", "DEFAULT")
  end

  desc "Run the pending migrations, unless somebody else is at it"
  task try_migrate: :environment do
    Rake::Task["db:migrate"].invoke
  rescue ActiveRecord::ConcurrentMigrationError
    # Not to wait for them here is the article's way: the health check keeps puma from being ready until they are done.
    puts "Skip migrations because another migration process is currently running."
  end
end
