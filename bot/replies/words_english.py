"""English words and phrases of a reply, lower case, separated by bars; the longest phrase wins."""

ENGLISH: dict[str, str] = {
    "DONE": (
        "closed out|fully done|fully completed|wrap up|wraps up|wrap it up|done|completed|finished|complete|finish|"
        "closed|completes|finalized|finalised|wrapped up|done with it"
    ),
    "LANDS": "online|up and running|went live|rolled out|launched|live|delivered|deliver|ready|go live|in use|launch",
    "NEARDONE": (
        "nearly there|almost there|basically done|basically complete|basically finished|pretty much done|"
        "as good as done|all but done|close to done|close to completion|nearing completion|near completion|"
        "virtually done|just about done|almost done|nearly done|nearly complete|almost complete|nearly finished|"
        "almost finished|mostly done|wrapping up|partially done|partly done|half done|mostly complete|"
        "partially complete"
    ),
    "UNDONE": (
        "not formally closed|not formally done|not officially closed|not officially done|not formally finished|"
        "not signed off yet|not closed|not wrapped up|far from done|still open|not ready|isn't done|isn't finished|"
        "isn't complete|hasn't finished|haven't finished|has not finished|have not finished|not quite done|"
        "not completely done|not done|not finished|not complete|not completed|not yet done|not yet complete|"
        "incomplete|unfinished|not yet finished|not done yet|not finished yet|still not done|not yet completed|"
        "hasn't been completed|not fully done"
    ),
    "CANTDO": (
        "cannot proceed|can't proceed|unable to proceed|unable to finish|unable to complete|cannot finish|"
        "can't finish|cannot be finished|cannot complete|can't complete|won't make it|will not make it|"
        "cannot move forward|can't move forward|can't move|cannot move|we can't move|unable to move"
    ),
    "STOPPED": (
        "at a halt|frozen|stuck at|stuck with|stuck on|stuck in|no way forward|deadlocked|stalled at|blocked on|"
        "blocked|stuck|on hold|paused|suspended|stalled|halted|blocked by|held up|at a standstill"
    ),
    "NOTSTARTED": (
        "hasn't kicked off|hasn't kicked off yet|has not kicked off|haven't kicked off|not kicked off yet|"
        "hasn't been started|not been started|not kicked off|not launched yet|work has not begun|no work yet|"
        "nothing done yet|still to start|not even started|has yet to start|have yet to start|untouched|will start|"
        "will begin|starting next month|not started|not yet started|haven't started|hasn't started|"
        "have not started|has not started|not begun|yet to start|not yet begun|hasn't begun|haven't begun|"
        "no start yet|yet to begin|not started yet|not yet|starts in|starting in|to be started|didn't start|"
        "haven't begun yet"
    ),
    "NOCHANGE": (
        "n/c|n.c.|nc|no chg|nochange|unch|no chng|no diff|same as|still nothing|nothing yet|nothing so far|"
        "no movement|nothing to add|nothing to update|nothing new to report|no new developments|no developments|"
        "same as july|same as previously|same as in july|remains the same|still the same|the same|static|no change|"
        "no changes|unchanged|no update|no updates|nothing new|same as last month|same as before|no progress|"
        "nothing to report|nothing changed|no new progress|as before|same status|same as last time|"
        "no change since last month|no news|no progress yet|no progress this month|no change at all"
    ),
    "PROGRESS": (
        "ing|in progress|ongoing|underway|under way|on track|on schedule|wip|working on|progressing|proceeding|"
        "started|continuing|normal|as planned|moving forward|going well|working|proceeding normally|as usual|"
        "everything on track|everything is on track|everything is fine|all going well|all on schedule|"
        "all in progress|all going fine|business as usual|all good|all fine|all on track|going fine|"
        "running smoothly|smoothly|in hand|moving along|coming along|making progress|good progress|continues|"
        "being drafted|in draft|drafting now|progressing normally|going on|on course|proceeding as planned|"
        "normally|start|pending review"
    ),
    "SLOW": "behind schedule|running late|delayed|slow|behind|slower than|late|slipping|lagging",
    "NEG": "not|haven't|hasn't|isn't|didn't|never|not yet|no longer|not been",
    "CANNOT": "cannot|can't|unable to|unable",
    "NEAR": (
        "almost|nearly|mostly|partially|partly|about to|phase one|phase 1|first phase|the first phase|draft|drafting"
    ),
    "FUTURE": (
        "maybe by|we expect|we expect to|expect to finish|probably by|hopefully|will|will be|expect|expected|"
        "expecting|aim|plan|planned|planning|should|should be|eta|target|targeted|due|to be|by|until|till|aiming|"
        "hope|hoping|estimate|estimated|going to|expect to|expected to|expected by|due by|plan to|aim to|"
        "aiming for|in|within|before|be|expected completion"
    ),
    "PAST": "already|just|have|has|was|have been|has been",
    "ADV": (
        "long ago|ages ago|a while ago|a long time ago|last week|last month|weeks ago|months ago|too|as well|also|"
        "as|down as|off as|currently|is|are|been|being|we|it|this|that|the|our|so far|as of now|of|all set|now|"
        "still|on|at|there|a|and is|were|today's|for|get|give|have|us|one|some"
    ),
    "APPROX": "maybe|perhaps|probably|approx|approx.|some|about|around|roughly|approximately|at|over|only|up to|to",
    "ALL": (
        "all|both|everything|each|all on track|all fine|all going well|everything on track|everything is on track|"
        "everything is fine|all on schedule|all in progress|all going fine"
    ),
    "REST": (
        "other tasks|the other two|the other three|other two|other three|the rest|rest|others|all others|"
        "everything else|the others|remaining|all other tasks|all the rest|the remaining|the other tasks|"
        "other items|the remaining tasks|remaining tasks|all other"
    ),
    "OURS": "all tasks|all our tasks|all of our tasks|all items|all of them",
    "PROBLEM": "issue|issues|problem|problems|obstacle|difficulty|difficulties|blocker|blockers|risk",
    "CAUSE": (
        "sick leave|on sick leave|on leave|off sick|because the|because|due to|as a result of|caused by|owing to|"
        "because of"
    ),
    "LACK": (
        "outstanding|still outstanding|signed yet|haven't signed|not signed|hasn't approved|haven't responded|"
        "hasn't responded|no response|no reply|haven't replied|hasn't replied|not responding|haven't received|"
        "not yet approved|not approved yet|yet to be approved|not signed yet|not yet signed|not yet received|"
        "not received|not delivered|not arrived|not yet available|not confirmed|lack|lack of|lacking|shortage|"
        "missing|no budget|no funds|no funding|no staff|short of|not enough|insufficient|needs coordination|"
        "need coordination|need help|not approved|refused|rejected|not available|unavailable|no quota|understaffed|"
        "haven't approved|not been approved|has not approved|still not approved|hasn't signed|no approval"
    ),
    "OKAY": (
        "no issues|no issue|no problem|no problems|no difficulties|no obstacles|no blockers|without issues|"
        "not blocked|not stuck|no risks|no risk"
    ),
    "WAIT": "waiting for|waiting on|awaiting|waiting|depends on|pending",
    "OUTSIDE": (
        "quota|funding|approval|budget|vendor|supplier|city|province|provincial|municipal|higher|policy|bureau|"
        "government|county|finance"
    ),
    "EXTEND": (
        "extend|extend to|extension|extended|postpone|postponed|postponement|defer|deferral|more time|push back|"
        "pushed back|push to|extra time|move the deadline|extend until|extend the deadline|extension to|"
        "extension until|postpone to|extend it to|extend it|new deadline|additional time|an extension|push|"
        "push out|move to"
    ),
    "NOEXTEND": "no extension needed|no extension|no need to extend",
    "ASKFOR": (
        "give us|give me|allow us|grant us|request|requesting|asking|ask|need|like|can|could|please|may|apply|"
        "would like|can we|could we|may we|can you|could you|we need|we'd like"
    ),
    "LIMIT": "deadline|eta|completion date|target date|finish date",
    "MOVE": "change to|changed to|move to|moved to",
    "CORRECT": "correction|correct|correcting|amendment|to correct|corrected|fix",
    "SHOULDBE": "should be|should read|make it|change to|changed to|is actually|actually|change it to",
    "WRONG": "wrong|mistake|typo|mistyped|incorrect|by mistake",
    "SLIP": (
        "no wait|sorry i mean|i mean|oops|scratch that|sorry i meant|wait no|i meant|no sorry|sorry no|"
        "sorry make that|make that|my bad"
    ),
    "LASTONE": (
        "my last msg|last msg|last text|my last text|last one|previous|last message|last report|my last|"
        "previous report|previous message|last|the last one|the last message|the previous one|my last message|"
        "my last report|my previous message|my previous report|the last report"
    ),
    "UNDO": (
        "scratch|undo|withdraw|cancel|retract|delete|ignore|disregard|take back|revoke|undo that|cancel that|"
        "ignore that"
    ),
    "QSTRONG": (
        "how|what|which|who|why|where|can i|could you|do we|should i|can you|must we|may i|do i|shall we|should we|"
        "are we|when is|when do|is this|is it|does it|does this|what's|when|whether"
    ),
    "NOTOURS": (
        "not the lead|not the lead unit|we don't lead|not ours|not our|not our task|not us|wrong unit|"
        "wrong department|not responsible|isn't ours|belongs to|not under us|not in charge|not for us|"
        "not our responsibility|isn't our task|is not ours|is not our task|not our job|aren't responsible|"
        "not responsible for"
    ),
    "LEADER": "director|leader|boss|chief|leadership|manager|leaders",
    "SIGN": "sign|signature|signs|approve|sign-off|signoff|signed|sign off",
    "SOON": "soon|later|shortly|asap|in a minute|this afternoon|tomorrow morning",
    "REPORTV": "reply|send|submit|get back|update you|report back|get back to you|report",
    "ARRANGE": "on it|assigned|looking into|looking into it|arranged",
    "STAFF": "colleague|colleagues|team",
    "GATHER": "compiling|collecting|preparing the report|preparing the reply|gathering",
    "SENT": "emailed|sent by email|sent|mailed|by email|in the mail|email sent|sent to your email|report sent",
    "ROUTE": (
        "under review|in review|awaiting signature|waiting for signature|awaiting sign-off|waiting for sign-off|"
        "waiting for my director|waiting for the director|waiting for our director|waiting for the boss|"
        "waiting for leadership"
    ),
    "POLITE": (
        "late reply|sorry for late reply|sorry for the late reply|sorry for the delay|apologies for the delay|"
        "quick one|quick update|hi there|fyi|best|regards|pls|plz|kindly|thanks|thank you|thx|ty|noted|got it|"
        "received|roger|hello|hi|dear|best regards|fine|great|please|cheers|good morning|good afternoon|understood|"
        "copy that|sorry|yes|yep|sure|will do|no problem at all|well received|acknowledged|ok|okay|many thanks|"
        "good evening|everyone|sir|madam|k|yeah|nice|thank you very much|thanks a lot|appreciate it|copy"
    ),
    "NEXT": "next step|next steps|then we will|next we will",
    "TASKMARK": "task|tasks|item|items|no.|no|nr|task no.|task no|task number",
    "AND": "and",
    "LINK": "so|though|realistically|but|however|also|then|while|meanwhile",
    "INDICATOR": "rate|ratio|coverage|share|satisfaction",
    "OVERALL": "progress|overall|overall progress|completion|progress is at|expected completion",
    "CHANGE": "up|down|increase|increased|decrease|decreased|rose|fell|grew",
    "REACHTO": "down to|cut to|reduced to|dropped to|shortened to|reached|reaching|rose to|up to",
    "GOAL": "goal",
    "ASOF": "as of|since|from",
    "GENERIC": "task|this|everything|work|job|it|the task|the work|all work",
    "EXCEPT": "except|apart from|other than|except for",
    "RESOLVED": "resolved|resumed|fixed now|back on track",
    "EACH": "respectively",
}
