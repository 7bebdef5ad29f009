-- Opens the registry again. ARGV: who closed it.
if redis.call('GET', key.registry_closed) == ARGV[1] then
  redis.call('DEL', key.registry_closed)
end
return 1
