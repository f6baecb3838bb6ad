# What Rails shows instead of an exception; the path is the status.
class ErrorsController < ActionController::Base
  layout "application"

  SENTENCES = {
    404 => "The page you were looking for doesn't exist.",
    422 => "The change you wanted was rejected.",
    500 => "We're sorry, but something went wrong."
  }.freeze

  def show
    status = request.path_info.delete_prefix("/").to_i
    error = Rack::Utils::HTTP_STATUS_CODES.fetch(status, "Unknown Error")
    if request.format&.json?
      render status:, json: { status:, error: }
    else
      render status:, formats: :html, locals: { title: SENTENCES.fetch(status, error) }
    end
  end
end
