require_relative "test_helper"

class MessagesTest < ActionDispatch::IntegrationTest
  test "a message is listed, and Sidekiq gets a job" do
    post "/messages", params: { message: { body: "  Grüße 🎉 " } }
    assert_redirected_to "/"
    follow_redirect!
    assert_select "#messages li p", "Grüße 🎉"
    assert_select "#messages .awaited"
    job = Sidekiq::Queue.new.first
    assert_equal ["AnswerJob", [Message.last.id]], [job.klass, job.args]
  end

  test "the answer is the message, backwards" do
    message = Message.create!(body: "Grüße 👨‍👩‍👧!")
    job = AnswerJob.new
    job.stub(:sleep, nil) { job.perform(message.id) }
    get "/"
    assert_select "#messages .answer", "!👨‍👩‍👧 eßürG"
    assert_select "#messages .awaited", 0
  end

  test "a message is text, not HTML" do
    Message.create!(body: "<script>alert(1)</script>")
    get "/"
    assert_select "#messages script", 0
    assert_select "#messages li p", "<script>alert(1)</script>"
  end

  test "the newest is first, and no more than 100 are shown" do
    Message.insert_all!((1..101).map { { body: "message #{_1}", created_at: Time.current } })
    get "/"
    assert_select "#messages li", 100
    assert_select "#messages li:first-child p", "message 101"
  end

  test "140 characters are the most" do
    post "/messages", params: { message: { body: "🎉" * 140 } }
    assert_response :redirect
    post "/messages", params: { message: { body: "🎉" * 141 } }
    assert_response 422
    assert_select "[role=alert]", "Body is too long (maximum is 140 characters)"
    assert_select "input[value=?]", "🎉" * 141
    assert_equal 1, Message.count
  end

  test "a message that is blank, missing or no text is refused" do
    [{ message: { body: " \n" } }, { message: {} }, { message: "x" }, { message: { body: ["x"] } }, {}].each do |params|
      post "/messages", params: params
      assert_response 422, params
      assert_select "[role=alert]", "Body can't be blank"
    end
    assert_equal 0, Message.count
    assert_equal 0, Sidekiq::Queue.new.size
  end

  test "JSON goes in and out" do
    post "/messages", params: { body: "hello" }, as: :json
    assert_response :created
    assert_equal %w[id body answer created_at], response.parsed_body.keys
    post "/messages", params: { message: { body: "" } }, as: :json
    assert_response 422
    assert_equal({ "body" => ["can't be blank"] }, response.parsed_body)
    get "/", as: :json
    assert_equal ["hello"], response.parsed_body.pluck("body")
  end

  test "without Redis no message stays that nobody would answer" do
    AnswerJob.stub(:perform_async, ->(_) { raise RedisClient::CannotConnectError }) do
      post "/messages", params: { message: { body: "hello" } }
    end
    assert_response 500
    assert_equal 0, Message.count
  end

  test "a form on another site is refused" do
    [{ "Origin" => "https://elsewhere.example" }, { "Origin" => "null" }, { "Sec-Fetch-Site" => "cross-site" }].each do |headers|
      post "/messages", params: { message: { body: "hello" } }, headers: headers
      assert_response 422
    end
    post "/messages", params: { message: { body: "hello" } }, headers: { "Origin" => "https://www.example.com" }
    assert_response :redirect
  end

  test "messages are liked by an image that brings the migration, and by no other" do
    message = Message.create!(body: "hello")
    post "/messages/#{message.id}/like"
    assert_response :not_found
    with_likes do
      2.times { post "/messages/#{message.id}/like" }
      follow_redirect!
      assert_select "#messages button", "♥ 2"
      get "/", as: :json
      assert_equal 2, response.parsed_body[0]["likes"]
      post "/messages/0/like"
      assert_response :not_found
    end
  end

  test "a page that is not there, by a person and by a program" do
    get "/nope"
    assert_response :not_found
    assert_select "header p", "The page you were looking for doesn't exist."
    get "/nope", as: :json
    assert_equal({ "status" => 404, "error" => "Not Found" }, response.parsed_body)
  end

  test "a character that is none is the sender's fault" do
    post "/messages", params: "message[body]=%ff"
    assert_response :bad_request
  end

  test "the queues are shown" do
    get "/sidekiq"
    follow_redirect! if response.redirect?
    assert_response :success
    assert_includes response.body, "Enqueued"
  end
end
