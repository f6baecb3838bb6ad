class AnswerJob
  include Sidekiq::Job

  SECONDS = 3

  def perform(message_id)
    sleep SECONDS
    message = Message.find(message_id)
    message.update!(answer: message.body.grapheme_clusters.reverse.join)
  end
end
