class MessagesController < ApplicationController
  def index
    respond_to do |format|
      format.html { render_page Message.new }
      format.json { render json: Message.order(:id) }
    end
  end

  def create
    message = Message.new(params.permit(message: :body)[:message])
    if save_and_enqueue(message)
      respond_to do |format|
        format.html { redirect_to root_path }
        format.json { render status: :created, json: message }
      end
    else
      respond_to do |format|
        format.html { render_page message, status: :unprocessable_content }
        format.json { render status: :unprocessable_content, json: message.errors }
      end
    end
  end

  def like
    raise ActiveRecord::RecordNotFound unless Message.likeable?
    Message.find(params[:id]).increment!(:likes)
    redirect_to root_path
  end

  private

  # In one transaction: without Redis, no message stays that nobody would answer.
  def save_and_enqueue(message)
    Message.transaction { message.save && AnswerJob.perform_async(message.id) }
  end

  def render_page(message, status: :ok)
    response.headers["cache-control"] = "no-store"
    render :index, status:, locals: { message:, messages: Message.latest, likeable: Message.likeable? }
  end
end
