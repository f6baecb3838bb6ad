class Message < ActiveRecord::Base
  SHOWN = 100

  normalizes :body, with: -> { _1.strip }
  validates :body, presence: true, length: { maximum: 140 }

  scope :latest, -> { order(id: :desc).limit(SHOWN) }

  # Messages can be liked by an image that brings the migration, once the database has had it.
  def self.likeable?
    likes_migration? && column_names.include?("likes")
  end

  def self.likes_migration?
    Rails.root.glob("db/migrate/*_add_likes_to_messages.rb").any?
  end

  def as_json(*)
    super(only: [:id, :body, :answer, :created_at, *(:likes if Message.likeable?)])
  end
end
