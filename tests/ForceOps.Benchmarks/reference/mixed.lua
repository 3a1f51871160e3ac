-- wrk -s mixed.lua … -- mixed|forces. Of ten requests six forces, two partial cancels, one transfer, one repeat of an old tracking id;
-- with "forces" ten forces. Both read every answer, so that they differ in nothing but the requests.
local t = 0
local threads = {}
function setup(thread) thread:set("tid", t); t = t + 1; threads[#threads + 1] = thread end

local path = "/payments/v1/payments"
local headers = {["Content-Type"]="application/json"}
-- Answered forces that a cancel or a transfer may use, each once: 40.25 came with each, so neither 10.00 nor 1.00 is ever too much.
local free, first, last = {}, 1, 0
local free_most = 1024
-- Answered forces to repeat; and the account of each force, as long as one of them can be named.
local old, old_count, old_most = {}, 0, 65536
local account, account_most = {}, 262144

function init(args)
  math.randomseed(os.time()*1000+tid*7919)
  n = 0
  pre = string.format("%08x-%04x-4%03x-8%03x-", math.random(0,0x7fffffff), math.random(0,0xffff), math.random(0,0xfff), tid)
  cycle = args[1] == "mixed" and "FFCFTFFCFR" or "FFFFFFFFFF"
  forces, cancels, transfers, repeats, other = 0, 0, 0, 0, 0
  sent_cancels, sent_transfers, sent_repeats = 0, 0, 0
end

-- The first letter of the last group is the kind, as a hexadecimal digit: f force, c cancel, a transfer.
local function name(kind, number) return pre..kind..string.format("%011x", number) end

local function force(number)
  local body = '{"tracking_id":"'..name("f", number)..'","account_id":'..account[number % account_most]..',"amount":40.25,"processing_code":"090907","currency":"USD","descriptor":"Forced single credit operation","metadata":{"any-key":"any-value"}}'
  return wrk.format("POST", path.."/force", headers, body)
end

local function take()
  local number = free[first]
  free[first] = nil
  first = first + 1
  return number
end

function request()
  local at = n % 10 + 1
  local kind = cycle:sub(at, at)
  n = n + 1
  -- Before the first answers there is nothing to build on.
  if kind ~= "F" and first > last then kind = "F" end
  if kind == "C" then
    sent_cancels = sent_cancels + 1
    local body = '{"original_tracking_id":"'..name("f", take())..'","tracking_id":"'..name("c", n)..'","amount":10.00}'
    return wrk.format("POST", path.."/force/cancel", headers, body)
  elseif kind == "T" then
    sent_transfers = sent_transfers + 1
    local from = account[take() % account_most]
    -- Any account but the same.
    local to = (from + math.random(0,99998)) % 100000 + 1
    local body = '{"tracking_id":"'..name("a", n)..'","amount":1.00,"currency":"USD","from":[{"account":{"id":'..from..'},"amount":1.00}],"to":[{"account":{"id":'..to..'}}],"descriptor":"Transfer between accounts"}'
    return wrk.format("POST", path, headers, body)
  elseif kind == "R" then
    sent_repeats = sent_repeats + 1
    return force(old[math.random(1, math.min(old_count, old_most))])
  end
  account[n % account_most] = math.random(1,100000)
  return force(n)
end

-- Answers come in another order than requests went, over many connections; their tracking ids tell what they answer.
function response(status, _, body)
  local kind, number = body:match('"tracking_id":"%x+%-%x+%-%x+%-%x+%-(%x)(%x+)"')
  if status == 201 and kind == "f" then
    forces = forces + 1
    number = tonumber(number, 16)
    old[old_count % old_most + 1] = number
    old_count = old_count + 1
    if last - first < free_most then
      last = last + 1
      free[last] = number
    end
  elseif status == 201 and kind == "a" then transfers = transfers + 1
  elseif status == 200 and kind == "c" then cancels = cancels + 1
  elseif status == 409 and kind == "f" then repeats = repeats + 1
  else
    other = other + 1
    if other <= 3 then io.stderr:write("unexpected: ", status, " ", body, "\n") end
  end
end

function done()
  local sum = {forces=0, cancels=0, transfers=0, repeats=0, other=0, sent_cancels=0, sent_transfers=0, sent_repeats=0}
  for _, thread in ipairs(threads) do
    for key, value in pairs(sum) do sum[key] = value + thread:get(key) end
  end
  for key, value in pairs(sum) do print("counted "..key.." "..value) end
end
