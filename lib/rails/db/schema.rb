# What setting up the database loads. Migrations newer than this version are run after it: see README.md.
ActiveRecord::Schema[7.2].define(version: 2025_10_01_090000) do
  create_table "messages", charset: "utf8mb4", force: :cascade do |t|
    t.string "body", limit: 140, null: false
    t.string "answer", limit: 140
    t.datetime "created_at", null: false
  end
end
