-- Ends the sessions of a user: user, the id of the one that goes on, or nothing.
end_sessions(ARGV[1], ARGV[2])
return 1
