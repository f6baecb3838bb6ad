require "sidekiq/web"

Rails.application.routes.draw do
  root "messages#index"
  resources :messages, only: :create do
    post :like, on: :member
  end
  # Open to all, as is the whole application: for practice only.
  mount Sidekiq::Web => "/sidekiq"
end
