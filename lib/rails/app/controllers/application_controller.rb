class ApplicationController < ActionController::Base
  # No tokens, so that curl too can post; browsers say where a form comes from.
  skip_forgery_protection
  before_action :refuse_forms_of_other_sites, unless: -> { request.get? || request.head? }

  private

  def refuse_forms_of_other_sites
    # The scheme is not compared: https may end at an Ingress that says nothing of it.
    own = request.origin.nil? || request.origin.sub(%r{\Ahttps?://}, "") == request.host_with_port
    return if own && request.headers["Sec-Fetch-Site"] != "cross-site"
    raise ActionController::InvalidAuthenticityToken, "The form came from another site."
  end
end
