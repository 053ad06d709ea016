// A client of seedanceapi.org as its guide describes one: generate, ask for the status until it is over, take the link, fetch
// the video. All it is told is where the API is (BASE_URL), a key (API_KEY), and what to show (PROMPT).

const { BASE_URL, API_KEY, PROMPT, POLL_MS = '10000' } = process.env;
const authorization = { Authorization: `Bearer ${API_KEY}` };

async function call(path, options = {}) {
  const response = await fetch(`${BASE_URL}/v1/${path}`, { ...options, headers: { ...authorization, ...options.headers } });
  const { code, message, data } = await response.json();
  if (code !== 200) throw new Error(`${code} ${message}`);
  return data;
}

async function finished(id) {
  for (;;) {
    const task = await call(`status?task_id=${id}`);
    if (task.status === 'SUCCESS') return task;
    if (task.status === 'FAILED') throw new Error(task.error_message);
    await new Promise((resolve) => setTimeout(resolve, Number(POLL_MS)));
  }
}

const started = await call('generate', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ prompt: PROMPT, aspect_ratio: '16:9', resolution: '720p', duration: '8' }),
});
const [link] = (await finished(started.task_id)).response;
const video = await (await fetch(link)).arrayBuffer();
console.log(JSON.stringify({ task: started.task_id, link, bytes: video.byteLength }));
