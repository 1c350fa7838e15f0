"""Sixty texts that would run if a place put them into a page as markup (E1). Each would set window.ran."""

RUN = "window.ran=1"
SHAPES = (
    "<script>{0}</script>", "<SCRIPT>{0}</SCRIPT>", "<script src=data:,{0}></script>", "</script><script>{0}</script>", "<scr<script>ipt>{0}</scr</script>ipt>",
    "<img src=x onerror={0}>", "<img src=x onerror='{0}'>", '<img src="x" onerror="{0}">', "<img/src=x/onerror={0}>", "<IMG SRC=x ONERROR={0}>",
    "<svg onload={0}>", "<svg/onload={0}>", "<svg><script>{0}</script></svg>", "<svg><animate onbegin={0} attributeName=x dur=1s>", "<svg><a href=javascript:{0}><text>x</text></a></svg>",
    "<body onload={0}>", "<iframe src=javascript:{0}>", "<iframe srcdoc='<script>{0}</script>'>", "<object data=javascript:{0}>", "<embed src=javascript:{0}>",
    "<a href=javascript:{0}>x</a>", "<a href='jAvAsCrIpT:{0}'>x</a>", "<a href=' javascript:{0}'>x</a>", "<a href=data:text/html,<script>{0}</script>>x</a>", "<form action=javascript:{0}><button>x</button></form>",
    "<input autofocus onfocus={0}>", "<select autofocus onfocus={0}>", "<textarea autofocus onfocus={0}>", "<details open ontoggle={0}>", "<video src=x onerror={0}>",
    "<audio src=x onerror={0}>", "<marquee onstart={0}>", "<div onmouseover={0}>x</div>", "<math href=javascript:{0}>x</math>", "<link rel=stylesheet href=javascript:{0}>",
    "<style>@import 'javascript:{0}';</style>", "<meta http-equiv=refresh content='0;url=javascript:{0}'>", "<base href=javascript:{0}//>", "<template><script>{0}</script></template>", "<noscript><p title='</noscript><img src=x onerror={0}>'>",
    '"><img src=x onerror={0}>', "'><img src=x onerror={0}>", '" onmouseover={0} x="', "' onfocus={0} autofocus x='", "`onerror={0}`",
    "${{{0}}}", "{{{{{0}}}}}", "{{% {0} %}}", "#{{{0}}}", "<%= {0} %>",
    "javascript:{0}", "data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=", "&lt;img src=x onerror={0}&gt;", "&#60;img src=x onerror={0}&#62;", "\\u003cimg src=x onerror={0}\\u003e",
    "]]><img src=x onerror={0}>", "--><img src=x onerror={0}>", "<!--><img src=x onerror={0}>", "<![CDATA[<img src=x onerror={0}>]]>", "<x onclick={0} contenteditable>x</x>",
)  # fmt: skip
PAYLOADS = [shape.format(RUN) for shape in SHAPES]
