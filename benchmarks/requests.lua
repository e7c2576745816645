-- wrk: ask for the addresses of the file $BENCH_PATHS in turn, and print what came back as one line of JSON.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local headers = {}
if os.getenv("BENCH_GZIP") == "1" then headers["Accept-Encoding"] = "gzip" end
local requests = {}
local place = 0

init = function()
  for number, path in ipairs(paths) do requests[number] = wrk.format("GET", path, headers) end
end

request = function()
  place = place % #requests + 1
  return requests[place]
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "bytes": %d, "bad": %d, "p50": %.1f, "p99": %.1f}\n',
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status,
    latency:percentile(50), latency:percentile(99)))
end
