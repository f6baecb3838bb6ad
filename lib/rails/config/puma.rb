port ENV.fetch("PORT", 3000)
threads 3, 3
# Stops on SIGTERM once the running requests are done, and calls that a success.
raise_exception_on_sigterm false
