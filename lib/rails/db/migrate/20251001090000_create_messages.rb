class CreateMessages < ActiveRecord::Migration[7.2]
  def change
    create_table :messages, charset: "utf8mb4" do |t|
      t.string :body, limit: 140, null: false
      t.string :answer, limit: 140
      t.datetime :created_at, null: false
    end
  end
end
