-- For wrk: sends the requests of a file one after the other, and says at the end what came of it, as a line of JSON.
-- The file holds, for each request, a line with its length in bytes and then its bytes.

local requests, sent = {}, 0

function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   for length in function() return file:read("*l") end do
      requests[#requests + 1] = file:read(tonumber(length))
   end
   file:close()
end

function request()
   sent = sent % #requests + 1
   return requests[sent]
end

function done(summary, latency)
   local times, problems = {}, {}
   for place = 1, #latency do
      local microseconds, number = latency(place)
      times[place] = string.format("[%d, %d]", microseconds, number)
   end
   for name, number in pairs(summary.errors) do
      problems[#problems + 1] = string.format('"%s": %d', name, number)
   end
   io.write(string.format(
      '{"answered": %d, "bytes": %d, "microseconds": %d, "problems": {%s}, "times": [%s]}\n',
      summary.requests, summary.bytes, summary.duration, table.concat(problems, ", "), table.concat(times, ", ")))
end
