-- Requests for wrk. Arguments: kind, token, seed, then for `get` paths, for `step` a file of ids, for `file` category ids.
local kind, token, given, taken, ids = "get", "", {}, 0, {}
local counted = {}

local function uuid()
   local hex = {}
   for i = 1, 8 do hex[i] = string.format("%04x", math.random(0, 65535)) end
   hex[4] = "4" .. hex[4]:sub(2)
   hex[5] = "8" .. hex[5]:sub(2)
   return hex[1] .. hex[2] .. "-" .. hex[3] .. "-" .. hex[4] .. "-" .. hex[5] .. "-" .. hex[6] .. hex[7] .. hex[8]
end

function init(args)
   kind, token = args[1], args[2]
   math.randomseed(tonumber(args[3]))
   for i = 4, #args do given[#given + 1] = args[i] end
   if kind == "step" then
      for line in io.lines(given[1]) do ids[#ids + 1] = line end
   end
   wrk.headers["Authorization"] = "Bearer " .. token
   wrk.headers["Content-Type"] = "application/json"
end

function request()
   taken = taken + 1
   if kind == "get" then
      return wrk.format("GET", given[1 + (taken - 1) % #given])
   elseif kind == "step" then
      if taken > #ids then wrk.thread:stop() end
      return wrk.format("POST", "/api/incidents/" .. ids[1 + (taken - 1) % #ids] .. "/file/", nil, '{"version":1}')
   end
   local body = string.format(
      '{"category":%s,"captured_at":"%s","point":{"lon":%.6f,"lat":%.6f},"place":"测路%d号","text":"井盖松动，夜间行人不易察觉，请尽快处理。","nature":"complaint"}',
      given[2 + (taken - 1) % (#given - 1)], given[1], 114.001 + 0.398 * math.random(), 22.501 + 0.198 * math.random(), math.random(1, 500))
   return wrk.format("PUT", "/api/incidents/" .. uuid() .. "/", nil, body)
end

function done(summary, latency, requests)
   local e = summary.errors
   io.write(string.format('BENCH {"requests":%d,"seconds":%.6f,"bytes":%d,"p50_ms":%.3f,"p95_ms":%.3f,"p99_ms":%.3f,"failed":%d}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
      latency:percentile(99) / 1e3, e.status + e.connect + e.read + e.write + e.timeout))
end
