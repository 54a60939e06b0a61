<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name></name>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>&amp;Lock or unlock captions</source>
        <translation>&amp;Sperren oder entsperren</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>&amp;Pausieren oder fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Show or hide captions</source>
        <translation>&amp;Zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&apos;captions --demo&apos; shows captions of a recording, without a microphone.</source>
        <translation>„captions --demo“ zeigt Untertitel einer Aufnahme, ohne Mikrofon.</translation>
    </message>
    <message>
        <source>A setting is wrong</source>
        <translation>Eine Einstellung ist falsch</translation>
    </message>
    <message>
        <source>A shortcut does not work</source>
        <translation>Ein Tastenkürzel geht nicht</translation>
    </message>
    <message>
        <source>Accept them on the service&apos;s web page, or recognise speech on this computer.</source>
        <translation>Nehmen Sie sie auf der Website des Dienstes an, oder lassen Sie Sprache auf diesem Computer erkennen.</translation>
    </message>
    <message>
        <source>Add credit to it, or recognise speech on this computer, which is free.</source>
        <translation>Laden Sie es auf, oder lassen Sie Sprache auf diesem Computer erkennen, was nichts kostet.</translation>
    </message>
    <message>
        <source>Another language is spoken</source>
        <translation>Es wird eine andere Sprache gesprochen</translation>
    </message>
    <message>
        <source>Ask the server&apos;s owner to renew it, and check this computer&apos;s clock.</source>
        <translation>Bitten Sie den Betreiber des Servers, es zu erneuern, und prüfen Sie die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Captions go on by themselves as soon as it has room.</source>
        <translation>Die Untertitel gehen von selbst weiter, sobald er Platz hat.</translation>
    </message>
    <message>
        <source>Captions go on by themselves in a moment.</source>
        <translation>Die Untertitel gehen gleich von selbst weiter.</translation>
    </message>
    <message>
        <source>Captions go on by themselves.</source>
        <translation>Die Untertitel gehen von selbst weiter.</translation>
    </message>
    <message>
        <source>Captions has to end</source>
        <translation>Captions muss enden</translation>
    </message>
    <message>
        <source>Change what the captions&apos; window names, in the settings under Recognition.</source>
        <translation>Ändern Sie, was im Fenster der Untertitel genannt ist, in den Einstellungen unter „Erkennung“.</translation>
    </message>
    <message>
        <source>Choose a lower sample rate in the settings, under Sound.</source>
        <translation>Wählen Sie in den Einstellungen unter „Ton“ eine niedrigere Abtastrate.</translation>
    </message>
    <message>
        <source>Choose a model for it in the settings, under Recognition; &apos;captions models&apos; lists more.</source>
        <translation>Wählen Sie in den Einstellungen unter „Erkennung“ ein Modell dafür; „captions models“ zeigt weitere.</translation>
    </message>
    <message>
        <source>Choose another sample rate in the settings, under Sound.</source>
        <translation>Wählen Sie in den Einstellungen unter „Ton“ eine andere Abtastrate.</translation>
    </message>
    <message>
        <source>Cl&amp;ear captions</source>
        <translation>Untertitel &amp;leeren</translation>
    </message>
    <message>
        <source>Commit &amp;now</source>
        <translation>Jetzt &amp;abschließen</translation>
    </message>
    <message>
        <source>Committed too often</source>
        <translation>Zu oft abgeschlossen</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut…</translation>
    </message>
    <message>
        <source>Correct the server&apos;s address in the settings, under Recognition.</source>
        <translation>Berichtigen Sie die Adresse des Servers in den Einstellungen unter „Erkennung“.</translation>
    </message>
    <message>
        <source>Dyslexia-friendly</source>
        <translation>Leicht lesbar bei Legasthenie</translation>
    </message>
    <message>
        <source>Enter the key again in the settings, or recognise speech on this computer.</source>
        <translation>Geben Sie den Schlüssel in den Einstellungen neu ein, oder lassen Sie Sprache auf diesem Computer erkennen.</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>If somebody speaks, let them come closer, or see whether the language in the settings is theirs.</source>
        <translation>Falls jemand spricht: näher herankommen lassen, oder nachsehen, ob die eingestellte Sprache stimmt.</translation>
    </message>
    <message>
        <source>Install PortAudio (Debian and Ubuntu: apt install libportaudio2).</source>
        <translation>Installieren Sie PortAudio (Debian und Ubuntu: apt install libportaudio2).</translation>
    </message>
    <message>
        <source>Install that authority&apos;s certificate on this computer, or use another server.</source>
        <translation>Installieren Sie das Zertifikat dieser Stelle auf diesem Computer oder wählen Sie einen anderen Server.</translation>
    </message>
    <message>
        <source>Install what hears the computer&apos;s sound on Windows: pip install &apos;captions-overlay[windows]&apos;.</source>
        <translation>Installieren Sie, was unter Windows den Ton des Computers hört: pip install &apos;captions-overlay[windows]&apos;.</translation>
    </message>
    <message>
        <source>Install what hears the computer&apos;s sound on macOS 14.2 or later: pip install &apos;captions-overlay[macos]&apos;; or install the BlackHole driver.</source>
        <translation>Installieren Sie, was ab macOS 14.2 den Ton des Computers hört: pip install &apos;captions-overlay[macos]&apos;; oder den Treiber BlackHole.</translation>
    </message>
    <message>
        <source>It did not answer.</source>
        <translation>Sie antwortete nicht.</translation>
    </message>
    <message>
        <source>It is started again by itself, and what was said is kept; if this comes again, choose a faster model in the settings.</source>
        <translation>Sie wird von selbst neu gestartet, und was gesagt wurde, geht nicht verloren; kommt das wieder vor, wählen Sie in den Einstellungen ein schnelleres Modell.</translation>
    </message>
    <message>
        <source>It is started again by itself, and what was said meanwhile is kept.</source>
        <translation>Sie wird von selbst neu gestartet, und was inzwischen gesagt wird, geht nicht verloren.</translation>
    </message>
    <message>
        <source>It is tried again by itself; check the network, and the server&apos;s address.</source>
        <translation>Es wird von selbst wieder versucht; prüfen Sie das Netz und die Adresse des Servers.</translation>
    </message>
    <message>
        <source>It is tried again by itself; if this goes on, choose another in the settings.</source>
        <translation>Es wird von selbst wieder versucht; bleibt es dabei, wählen Sie in den Einstellungen einen anderen.</translation>
    </message>
    <message>
        <source>It is tried again by itself; if this goes on, choose another model.</source>
        <translation>Es wird von selbst wieder versucht; bleibt es dabei, wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Lar&amp;ger letters</source>
        <translation>&amp;Größere Buchstaben</translation>
    </message>
    <message>
        <source>Large print</source>
        <translation>Großdruck</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Hört zu</translation>
    </message>
    <message>
        <source>Listening to {detail}</source>
        <translation>Hört auf {detail}</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>No encrypted connection to the speech server is possible</source>
        <translation>Mit dem Sprachserver ist keine verschlüsselte Verbindung möglich</translation>
    </message>
    <message>
        <source>No microphone is there: plug one in.</source>
        <translation>Es ist kein Mikrofon da: Schließen Sie eines an.</translation>
    </message>
    <message>
        <source>Nothing but silence is heard</source>
        <translation>Nur Stille ist zu hören</translation>
    </message>
    <message>
        <source>Nothing is heard any more</source>
        <translation>Es ist nichts mehr zu hören</translation>
    </message>
    <message>
        <source>Paused: nothing is heard.</source>
        <translation>Pause: Es wird nicht zugehört.</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Schlicht</translation>
    </message>
    <message>
        <source>Plug it in again, or choose another in the settings; captions then go on.</source>
        <translation>Schließen Sie es wieder an, oder wählen Sie in den Einstellungen ein anderes; dann gehen die Untertitel weiter.</translation>
    </message>
    <message>
        <source>Plug loudspeakers or headphones in again; captions then go on by themselves.</source>
        <translation>Schließen Sie Lautsprecher oder Kopfhörer wieder an; dann gehen die Untertitel von selbst weiter.</translation>
    </message>
    <message>
        <source>Plug one in; captions then go on by themselves.</source>
        <translation>Schließen Sie eines an; dann gehen die Untertitel von selbst weiter.</translation>
    </message>
    <message>
        <source>S&amp;maller letters</source>
        <translation>&amp;Kleinere Buchstaben</translation>
    </message>
    <message>
        <source>See whether a switch on it is off, or whether the system&apos;s privacy settings keep its sound back.</source>
        <translation>Sehen Sie nach, ob ein Schalter daran aus ist, oder ob die Datenschutz-Einstellungen des Systems den Ton zurückhalten.</translation>
    </message>
    <message>
        <source>See whether it is well, then start Captions again.</source>
        <translation>Sehen Sie nach ihm, und starten Sie Captions dann neu.</translation>
    </message>
    <message>
        <source>See whether the microphone hears you; captions go on when you speak.</source>
        <translation>Sehen Sie nach, ob das Mikrofon Sie hört; die Untertitel gehen weiter, wenn Sie sprechen.</translation>
    </message>
    <message>
        <source>Some speech was not captioned</source>
        <translation>Etwas Gesagtes fehlt</translation>
    </message>
    <message>
        <source>Sound is heard.</source>
        <translation>Ton ist zu hören.</translation>
    </message>
    <message>
        <source>Speak, or choose another device or source.</source>
        <translation>Sprechen Sie, oder wählen Sie ein anderes Gerät oder eine andere Quelle.</translation>
    </message>
    <message>
        <source>Speech cannot be recognised</source>
        <translation>Sprache kann nicht erkannt werden</translation>
    </message>
    <message>
        <source>Speech recognition does not answer</source>
        <translation>Die Spracherkennung antwortet nicht</translation>
    </message>
    <message>
        <source>Speech recognition failed</source>
        <translation>Die Spracherkennung ist gescheitert</translation>
    </message>
    <message>
        <source>Speech recognition failed {0} times in a row: {1} Choose “Start again” in the menu, or run &apos;captions doctor&apos;.</source>
        <translation>Die Spracherkennung ist {0} Mal in Folge gescheitert: {1} Wählen Sie „Neu starten“ im Menü oder führen Sie &apos;captions doctor&apos; aus.</translation>
    </message>
    <message>
        <source>Speech recognition was not available: {detail} s of sound are missing.</source>
        <translation>Die Spracherkennung war nicht verfügbar: {detail} s Ton fehlen.</translation>
    </message>
    <message>
        <source>Starting speech recognition…</source>
        <translation>Spracherkennung wird gestartet…</translation>
    </message>
    <message>
        <source>Streamer</source>
        <translation>Streamer</translation>
    </message>
    <message>
        <source>The account has no credit left</source>
        <translation>Das Konto hat kein Guthaben mehr</translation>
    </message>
    <message>
        <source>The certificate of {0} has expired or is not valid yet: ask its owner to renew it, and check this computer&apos;s clock.</source>
        <translation>Das Zertifikat von {0} ist abgelaufen oder noch nicht gültig: Bitten Sie den Betreiber, es zu erneuern, und prüfen Sie die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>The certificate of {0} is for another address: check the server&apos;s address.</source>
        <translation>Das Zertifikat von {0} gilt für eine andere Adresse: Prüfen Sie die Adresse des Servers.</translation>
    </message>
    <message>
        <source>The certificate of {0} is from an unknown authority: install that authority&apos;s certificate on this computer, or use another server.</source>
        <translation>Das Zertifikat von {0} stammt von einer unbekannten Stelle: Installieren Sie deren Zertifikat auf diesem Computer oder wählen Sie einen anderen Server.</translation>
    </message>
    <message>
        <source>The chosen device is not there</source>
        <translation>Das gewählte Gerät ist nicht da</translation>
    </message>
    <message>
        <source>The computer plays something that cannot be heard</source>
        <translation>Der Computer spielt etwas, das nicht zu hören ist</translation>
    </message>
    <message>
        <source>The computer&apos;s sound cannot be heard</source>
        <translation>Der Ton des Computers ist nicht zu hören</translation>
    </message>
    <message>
        <source>The computer&apos;s sound is gone</source>
        <translation>Der Ton des Computers ist weg</translation>
    </message>
    <message>
        <source>The computer&apos;s sound is muted, or its volume is at zero</source>
        <translation>Der Ton des Computers ist stumm oder auf null gestellt</translation>
    </message>
    <message>
        <source>The connection to the speech server broke.</source>
        <translation>Die Verbindung zum Sprachserver ist abgerissen.</translation>
    </message>
    <message>
        <source>The key is not sent unencrypted to {0}: use an https:// address, or allow it with --allow-plain-key or in the settings.</source>
        <translation>Der Schlüssel wird nicht unverschlüsselt an {0} gesendet: Verwenden Sie eine Adresse mit https:// oder erlauben Sie es mit --allow-plain-key oder in den Einstellungen.</translation>
    </message>
    <message>
        <source>The key works.</source>
        <translation>Der Schlüssel funktioniert.</translation>
    </message>
    <message>
        <source>The key would be sent unencrypted</source>
        <translation>Der Schlüssel würde unverschlüsselt gesendet</translation>
    </message>
    <message>
        <source>The microphone gives nothing but silence</source>
        <translation>Das Mikrofon liefert nichts als Stille</translation>
    </message>
    <message>
        <source>The microphone is gone</source>
        <translation>Das Mikrofon ist weg</translation>
    </message>
    <message>
        <source>The microphone is muted, or its volume is at zero</source>
        <translation>Das Mikrofon ist stumm oder auf null gestellt</translation>
    </message>
    <message>
        <source>The microphone is too loud, which distorts words</source>
        <translation>Das Mikrofon ist zu laut, was die Wörter verzerrt</translation>
    </message>
    <message>
        <source>The service&apos;s terms are not accepted</source>
        <translation>Die Bedingungen des Dienstes sind nicht angenommen</translation>
    </message>
    <message>
        <source>The settings were not saved</source>
        <translation>Die Einstellungen wurden nicht gespeichert</translation>
    </message>
    <message>
        <source>The sound library is missing</source>
        <translation>Die Tonbibliothek fehlt</translation>
    </message>
    <message>
        <source>The sound system cannot be started: {0}.</source>
        <translation>Das Tonsystem lässt sich nicht starten: {0}.</translation>
    </message>
    <message>
        <source>The sound track is silent</source>
        <translation>Die Tonspur ist stumm</translation>
    </message>
    <message>
        <source>The speech engine cannot be started: {0}.</source>
        <translation>Die Spracherkennung lässt sich nicht starten: {0}.</translation>
    </message>
    <message>
        <source>The speech engine does not say where it listens.</source>
        <translation>Die Spracherkennung sagt nicht, wo sie zu erreichen ist.</translation>
    </message>
    <message>
        <source>The speech engine ended unexpectedly (code {0}).</source>
        <translation>Die Spracherkennung wurde unerwartet beendet (Code {0}).</translation>
    </message>
    <message>
        <source>The speech engine stopped</source>
        <translation>Die Spracherkennung ist stehen geblieben</translation>
    </message>
    <message>
        <source>The speech engine takes too long to start: try again.</source>
        <translation>Die Spracherkennung braucht zu lange zum Starten: Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The speech server at {0} cannot be reached: check its address and the network.</source>
        <translation>Der Sprachserver unter {0} ist nicht zu erreichen: Prüfen Sie seine Adresse und das Netz.</translation>
    </message>
    <message>
        <source>The speech server begins a new session</source>
        <translation>Der Sprachserver beginnt eine neue Sitzung</translation>
    </message>
    <message>
        <source>The speech server cannot keep up</source>
        <translation>Der Sprachserver kommt nicht nach</translation>
    </message>
    <message>
        <source>The speech server closed the connection (code {0}{1}).</source>
        <translation>Der Sprachserver hat die Verbindung beendet (Code {0}{1}).</translation>
    </message>
    <message>
        <source>The speech server closed the connection.</source>
        <translation>Der Sprachserver hat die Verbindung beendet.</translation>
    </message>
    <message>
        <source>The speech server did not answer the last commit.</source>
        <translation>Der Sprachserver hat auf den letzten Abschluss nicht geantwortet.</translation>
    </message>
    <message>
        <source>The speech server did not understand the sound</source>
        <translation>Der Sprachserver hat den Ton nicht verstanden</translation>
    </message>
    <message>
        <source>The speech server does not answer.</source>
        <translation>Der Sprachserver antwortet nicht.</translation>
    </message>
    <message>
        <source>The speech server failed</source>
        <translation>Der Sprachserver ist gescheitert</translation>
    </message>
    <message>
        <source>The speech server has heard nothing for long</source>
        <translation>Der Sprachserver hat lange nichts gehört</translation>
    </message>
    <message>
        <source>The speech server has too many requests</source>
        <translation>Der Sprachserver hat zu viele Anfragen</translation>
    </message>
    <message>
        <source>The speech server is full</source>
        <translation>Der Sprachserver ist voll</translation>
    </message>
    <message>
        <source>The speech server is not there</source>
        <translation>Der Sprachserver ist nicht da</translation>
    </message>
    <message>
        <source>The speech server refused the key</source>
        <translation>Der Sprachserver hat den Schlüssel abgelehnt</translation>
    </message>
    <message>
        <source>The speech server refused the settings</source>
        <translation>Der Sprachserver hat die Einstellungen abgelehnt</translation>
    </message>
    <message>
        <source>The speech server refused the size of the sound</source>
        <translation>Dem Sprachserver sind die Tonstücke zu groß</translation>
    </message>
    <message>
        <source>The speech server takes sound and answers nothing</source>
        <translation>Der Sprachserver nimmt Ton an und antwortet nicht</translation>
    </message>
    <message>
        <source>The speech server&apos;s certificate has expired</source>
        <translation>Das Zertifikat des Sprachservers ist abgelaufen</translation>
    </message>
    <message>
        <source>The speech server&apos;s certificate is for another address</source>
        <translation>Das Zertifikat des Sprachservers gilt für eine andere Adresse</translation>
    </message>
    <message>
        <source>The speech server&apos;s certificate is not trusted</source>
        <translation>Dem Zertifikat des Sprachservers wird nicht vertraut</translation>
    </message>
    <message>
        <source>The stream is interrupted</source>
        <translation>Der Stream ist unterbrochen</translation>
    </message>
    <message>
        <source>The system&apos;s keyring does not answer: unlock it, or {0}.</source>
        <translation>Der Schlüsselbund des Systems antwortet nicht: Entsperren Sie ihn, oder {0}.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring does not work</source>
        <translation>Der Schlüsselbund des Systems funktioniert nicht</translation>
    </message>
    <message>
        <source>The system&apos;s keyring is locked: unlock it, or {0}.</source>
        <translation>Der Schlüsselbund des Systems ist gesperrt: Entsperren Sie ihn, oder {0}.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring refuses: unlock it, or {0}.</source>
        <translation>Der Schlüsselbund des Systems verweigert sich: Entsperren Sie ihn, oder {0}.</translation>
    </message>
    <message>
        <source>There is no file {0}: check its name.</source>
        <translation>Es gibt keine Datei {0}: Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>There is no microphone</source>
        <translation>Es ist kein Mikrofon da</translation>
    </message>
    <message>
        <source>There is no speech server at this address</source>
        <translation>Unter dieser Adresse ist kein Sprachserver</translation>
    </message>
    <message>
        <source>There is sound, but no words are recognised in it</source>
        <translation>Es ist Ton da, aber darin werden keine Wörter erkannt</translation>
    </message>
    <message>
        <source>This cannot be heard</source>
        <translation>Dem kann nicht zugehört werden</translation>
    </message>
    <message>
        <source>This desktop limits the captions&apos; window</source>
        <translation>Dieser Desktop schränkt das Fenster der Untertitel ein</translation>
    </message>
    <message>
        <source>This system has no keyring that could keep the API key: {0}.</source>
        <translation>Dieses System hat keinen Schlüsselbund, der den API-Schlüssel aufbewahren könnte: {0}.</translation>
    </message>
    <message>
        <source>To hear both, install what takes echo away: pip install livekit; or hear the microphone or the computer alone.</source>
        <translation>Um beides zu hören, installieren Sie, was das Echo wegnimmt: pip install livekit; oder lassen Sie nur das Mikrofon oder nur den Computer hören.</translation>
    </message>
    <message>
        <source>Trying again in {seconds} s…</source>
        <translation>Neuer Versuch in {seconds} s…</translation>
    </message>
    <message>
        <source>Trying again…</source>
        <translation>Neuer Versuch…</translation>
    </message>
    <message>
        <source>Turn its volume down.</source>
        <translation>Stellen Sie es leiser.</translation>
    </message>
    <message>
        <source>Turn its volume up, or play it on the default output.</source>
        <translation>Stellen Sie es lauter, oder spielen Sie es auf der Standardausgabe.</translation>
    </message>
    <message>
        <source>Unmute it, or turn it up.</source>
        <translation>Heben Sie die Stummschaltung auf, oder stellen Sie es lauter.</translation>
    </message>
    <message>
        <source>Use an address that begins with https://, or allow it for this server in the settings, under Recognition.</source>
        <translation>Verwenden Sie eine Adresse, die mit https:// beginnt, oder erlauben Sie es für diesen Server in den Einstellungen unter „Erkennung“.</translation>
    </message>
    <message>
        <source>Wait a moment between two commits; captions go on.</source>
        <translation>Warten Sie dazwischen einen Augenblick; die Untertitel gehen weiter.</translation>
    </message>
    <message>
        <source>What the computer plays</source>
        <translation>Was der Computer spielt</translation>
    </message>
    <message>
        <source>What the computer plays can be heard by PulseAudio or PipeWire alone, and neither runs, or has an output: start it, or plug something in.</source>
        <translation>Was der Computer spielt, ist nur über PulseAudio oder PipeWire zu hören, und keines davon läuft oder hat eine Ausgabe: Starten Sie es, oder schließen Sie etwas an.</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>leeren</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>abschließen</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>quit</source>
        <translation>beenden</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>fortsetzen</translation>
    </message>
    <message>
        <source>set {0} in the environment instead</source>
        <translation>setzen Sie stattdessen {0} in der Umgebung</translation>
    </message>
    <message>
        <source>{0} Captions go on by themselves when it is back.</source>
        <translation>{0} Die Untertitel gehen von selbst weiter, wenn er wieder da ist.</translation>
    </message>
    <message>
        <source>{0} Captions then go on by themselves.</source>
        <translation>{0} Dann gehen die Untertitel von selbst weiter.</translation>
    </message>
    <message>
        <source>{0} broke off: check the network, and whether it is on air ({1}).</source>
        <translation>{0} ist abgebrochen: Prüfen Sie das Netz, und ob gesendet wird ({1}).</translation>
    </message>
    <message>
        <source>{0} cannot be opened: another program may hold it, or its use may be forbidden in the system&apos;s privacy settings.</source>
        <translation>{0} lässt sich nicht öffnen: Vielleicht hält es ein anderes Programm, oder die Datenschutz-Einstellungen des Systems verbieten es.</translation>
    </message>
    <message>
        <source>{0} cannot be read as sound: it is broken or another kind of file ({1}).</source>
        <translation>{0} lässt sich nicht als Ton lesen: Es ist kaputt oder eine andere Art von Datei ({1}).</translation>
    </message>
    <message>
        <source>{0} cannot be recorded: allow it in System Settings, Privacy &amp; Security, Screen &amp; System Audio Recording.</source>
        <translation>{0} lässt sich nicht aufnehmen: Erlauben Sie es in den Systemeinstellungen unter Datenschutz &amp; Sicherheit, Bildschirm- &amp; Systemaudioaufnahme.</translation>
    </message>
    <message>
        <source>{0} cannot be recorded: another program may hold it for itself alone.</source>
        <translation>{0} lässt sich nicht aufnehmen: Vielleicht hält es ein anderes Programm für sich allein.</translation>
    </message>
    <message>
        <source>{0} does not record at {1} Hz: choose another sample rate.</source>
        <translation>{0} nimmt nicht mit {1} Hz auf: Wählen Sie eine andere Abtastrate.</translation>
    </message>
    <message>
        <source>{0} gives no sound any more.</source>
        <translation>{0} liefert keinen Ton mehr.</translation>
    </message>
    <message>
        <source>{0} has given no sound for {1} s: check the network, and whether it is on air.</source>
        <translation>{0} hat seit {1} s keinen Ton geliefert: Prüfen Sie das Netz, und ob gesendet wird.</translation>
    </message>
    <message>
        <source>{0} holds no sound: choose a recording, or a video with sound.</source>
        <translation>{0} enthält keinen Ton: Wählen Sie eine Aufnahme oder ein Video mit Ton.</translation>
    </message>
    <message>
        <source>{0} is a folder: name a file in it.</source>
        <translation>{0} ist ein Ordner: Nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>{0} is busy: close the program that uses it.</source>
        <translation>{0} ist belegt: Schließen Sie das Programm, das es benutzt.</translation>
    </message>
    <message>
        <source>{0} is empty: record or copy it again.</source>
        <translation>{0} ist leer: Nehmen Sie es noch einmal auf, oder kopieren Sie es neu.</translation>
    </message>
    <message>
        <source>{0} is gone: plug it in again.</source>
        <translation>{0} ist weg: Schließen Sie es wieder an.</translation>
    </message>
    <message>
        <source>{0} makes no encrypted connection: check its address, which begins with http:// for a server without encryption.</source>
        <translation>{0} baut keine verschlüsselte Verbindung auf: Prüfen Sie die Adresse, die bei einem Server ohne Verschlüsselung mit http:// beginnt.</translation>
    </message>
    <message>
        <source>{0} refused the connection (HTTP {1}){2}.</source>
        <translation>{0} hat die Verbindung abgelehnt (HTTP {1}){2}.</translation>
    </message>
    <message>
        <source>{0} was unplugged: plug it in again.</source>
        <translation>{0} wurde abgezogen: Schließen Sie es wieder an.</translation>
    </message>
    <message>
        <source>“{0}” is not there: {1} is heard until it is. &apos;captions devices&apos; lists what there is.</source>
        <translation>„{0}“ ist nicht da: Bis dahin wird {1} zugehört. „captions devices“ zählt auf, was es gibt.</translation>
    </message>
</context>
<context>
    <name>AboutPage</name>
    <message>
        <source>A text for whoever looks for a fault; it holds no key and no word of yours.</source>
        <translation>Ein Text für alle, die einen Fehler suchen; er enthält keinen Schlüssel und kein Wort von Ihnen.</translation>
    </message>
    <message>
        <source>As at the first start of Captions.</source>
        <translation>Wie beim ersten Start von Captions.</translation>
    </message>
    <message>
        <source>Copied: paste it wherever you like.</source>
        <translation>Kopiert: Fügen Sie es ein, wo Sie mögen.</translation>
    </message>
    <message>
        <source>Copy &amp;diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Live captions on any screen.</source>
        <translation>Live-Untertitel auf jedem Bildschirm.</translation>
    </message>
    <message>
        <source>Nothing on this system opens folders; it is {0}.</source>
        <translation>Auf diesem System öffnet nichts Ordner; er ist {0}.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>Opens this folder.</source>
        <translation>Öffnet diesen Ordner.</translation>
    </message>
    <message>
        <source>Show the &amp;first steps</source>
        <translation>&amp;Erste Schritte zeigen</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>&amp;Background</source>
        <translation>&amp;Hintergrund</translation>
    </message>
    <message>
        <source>&amp;Edge</source>
        <translation>&amp;Rand</translation>
    </message>
    <message>
        <source>&amp;Font</source>
        <translation>Schr&amp;iftart</translation>
    </message>
    <message>
        <source>&amp;Guesses</source>
        <translation>&amp;Vermutetes</translation>
    </message>
    <message>
        <source>&amp;Style</source>
        <translation>&amp;Stil</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Endgültiges</translation>
    </message>
    <message>
        <source>&amp;Upper case</source>
        <translation>Gr&amp;oßbuchstaben</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Fenster</translation>
    </message>
    <message>
        <source>A look to begin with: it sets all that is below.</source>
        <translation>Ein Aussehen für den Anfang: Es stellt alles ein, was darunter steht.</translation>
    </message>
    <message>
        <source>Alig&amp;nment</source>
        <translation>A&amp;usrichtung</translation>
    </message>
    <message>
        <source>All letters are capitals.</source>
        <translation>Alle Buchstaben sind groß.</translation>
    </message>
    <message>
        <source>Any font that is installed.</source>
        <translation>Jede Schriftart, die installiert ist.</translation>
    </message>
    <message>
        <source>Behind the letters.</source>
        <translation>Hinter den Buchstaben.</translation>
    </message>
    <message>
        <source>By the style</source>
        <translation>Nach dem Stil</translation>
    </message>
    <message>
        <source>Casual</source>
        <translation>Locker</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Dark edges suit bright letters.</source>
        <translation>Dunkle Ränder passen zu hellen Buchstaben.</translation>
    </message>
    <message>
        <source>Depressed</source>
        <translation>Vertieft</translation>
    </message>
    <message>
        <source>Drop shadow</source>
        <translation>Schlagschatten</translation>
    </message>
    <message>
        <source>E&amp;dge colour</source>
        <translation>Ran&amp;dfarbe</translation>
    </message>
    <message>
        <source>Edges of letters</source>
        <translation>Ränder der Buchstaben</translation>
    </message>
    <message>
        <source>Handwriting</source>
        <translation>Schreibschrift</translation>
    </message>
    <message>
        <source>Height of the letters; the preview shrinks it to fit.</source>
        <translation>Höhe der Buchstaben; die Vorschau verkleinert sie, bis sie passt.</translation>
    </message>
    <message>
        <source>How far the edge reaches.</source>
        <translation>Wie weit der Rand reicht.</translation>
    </message>
    <message>
        <source>Keeps letters readable over any picture.</source>
        <translation>Hält Buchstaben über jedem Bild lesbar.</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Buchstaben</translation>
    </message>
    <message>
        <source>Loo&amp;k</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>O&amp;pacity</source>
        <translation>Dec&amp;kkraft</translation>
    </message>
    <message>
        <source>Of all letters.</source>
        <translation>Aller Buchstaben.</translation>
    </message>
    <message>
        <source>Of the background; 0 % shows all that is behind.</source>
        <translation>Des Hintergrunds; 0 % zeigt alles, was dahinter ist.</translation>
    </message>
    <message>
        <source>Of the window; 0 % shows all that is behind.</source>
        <translation>Des Fensters; 0 % zeigt alles, was dahinter ist.</translation>
    </message>
    <message>
        <source>Opac&amp;ity</source>
        <translation>Deckkraf&amp;t</translation>
    </message>
    <message>
        <source>Opacit&amp;y</source>
        <translation>De&amp;ckkraft</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>Erhaben</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Sans serif</source>
        <translation>Serifenlos</translation>
    </message>
    <message>
        <source>Serif</source>
        <translation>Mit Serifen</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>Small capitals</source>
        <translation>Kapitälchen</translation>
    </message>
    <message>
        <source>The kind of letters, where no font is named.</source>
        <translation>Die Art der Buchstaben, wo keine Schriftart genannt ist.</translation>
    </message>
    <message>
        <source>The system&apos;s own</source>
        <translation>Die des Systems</translation>
    </message>
    <message>
        <source>The whole box in which the rows stand.</source>
        <translation>Der ganze Kasten, in dem die Zeilen stehen.</translation>
    </message>
    <message>
        <source>Typewriter, sans serif</source>
        <translation>Schreibmaschine, serifenlos</translation>
    </message>
    <message>
        <source>Typewriter, serif</source>
        <translation>Schreibmaschine, mit Serifen</translation>
    </message>
    <message>
        <source>Widt&amp;h</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>Words that are being spoken stand still at the left only.</source>
        <translation>Nur links stehen Wörter still, während gesprochen wird.</translation>
    </message>
    <message>
        <source>Words that are final.</source>
        <translation>Wörter, die sich nicht mehr ändern.</translation>
    </message>
    <message>
        <source>Words that may still change.</source>
        <translation>Wörter, die sich noch ändern können.</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>Ihr eigenes</translation>
    </message>
    <message>
        <source>{} (not installed)</source>
        <translation>{} (nicht installiert)</translation>
    </message>
</context>
<context>
    <name>CaptionsPage</name>
    <message>
        <source> % of the screen</source>
        <translation> % des Bildschirms</translation>
    </message>
    <message>
        <source> characters</source>
        <translation> Zeichen</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Least time</source>
        <translation>&amp;Mindestzeit</translation>
    </message>
    <message>
        <source>&amp;Mode</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>After this much silence the captions go; “never” keeps the last ones.</source>
        <translation>Nach so viel Stille verschwinden die Untertitel; „nie“ lässt die letzten stehen.</translation>
    </message>
    <message>
        <source>By characters, rows grow with the font; else with the screen.</source>
        <translation>Nach Zeichen wachsen Zeilen mit der Schrift, sonst mit dem Bildschirm.</translation>
    </message>
    <message>
        <source>Clear &amp;after</source>
        <translation>&amp;Leeren nach</translation>
    </message>
    <message>
        <source>Each final one, once. Turn it off where a reader&apos;s own voice is captioned: it would go round in circles.</source>
        <translation>Jeden endgültigen einmal. Schalten Sie es aus, wo die Stimme des Bildschirmlesers selbst untertitelt wird: Es ginge sonst im Kreis.</translation>
    </message>
    <message>
        <source>How many rows are seen at once.</source>
        <translation>Wie viele Zeilen zugleich zu sehen sind.</translation>
    </message>
    <message>
        <source>Len&amp;gth</source>
        <translation>Län&amp;ge</translation>
    </message>
    <message>
        <source>Paint on: words fill a block, then it is emptied</source>
        <translation>Schreibend: Wörter füllen einen Block, dann wird er geleert</translation>
    </message>
    <message>
        <source>Pop on: whole sentences, once they are final</source>
        <translation>Blockweise: ganze Sätze, sobald sie endgültig sind</translation>
    </message>
    <message>
        <source>Read sentences &amp;out</source>
        <translation>Sätze v&amp;orlesen</translation>
    </message>
    <message>
        <source>Ro&amp;ws</source>
        <translation>Z&amp;eilen</translation>
    </message>
    <message>
        <source>Roll up: rows move up as words are spoken</source>
        <translation>Rollend: Zeilen rücken hoch, während gesprochen wird</translation>
    </message>
    <message>
        <source>Rolling up is the quickest to follow, popping on the calmest to read.</source>
        <translation>Rollend folgt am schnellsten, blockweise liest sich am ruhigsten.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Screen readers</source>
        <translation>Bildschirmleser</translation>
    </message>
    <message>
        <source>Sentences that pop on and full pages stay at least this long.</source>
        <translation>Sätze, die als Ganzes erscheinen, und volle Seiten bleiben mindestens so lange.</translation>
    </message>
    <message>
        <source>Time to read</source>
        <translation>Zeit zum Lesen</translation>
    </message>
    <message>
        <source>W&amp;idth</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>Where the width goes by characters; 32 to 42 are read best.</source>
        <translation>Wo die Breite nach Zeichen geht; 32 bis 42 lesen sich am besten.</translation>
    </message>
    <message>
        <source>by characters</source>
        <translation>nach Zeichen</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
</context>
<context>
    <name>ChoiceOrFile</name>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose a recording</source>
        <translation>Aufnahme wählen</translation>
    </message>
    <message>
        <source>Looks for a file on this computer.</source>
        <translation>Sucht eine Datei auf diesem Computer.</translation>
    </message>
</context>
<context>
    <name>Colour</name>
    <message>
        <source>Another colour…</source>
        <translation>Andere Farbe…</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>Cyan</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>Hotkeys</name>
    <message>
        <source>%1 is chosen twice: choose other keys for one of them.</source>
        <translation>%1 ist zweimal gewählt: Wählen Sie für eines davon andere Tasten.</translation>
    </message>
    <message>
        <source>%1 is taken by another program: choose other keys.</source>
        <translation>%1 gehört einem anderen Programm: Wählen Sie andere Tasten.</translation>
    </message>
    <message>
        <source>%1 would be missing from typing everywhere: add Ctrl or Alt.</source>
        <translation>%1 würde überall beim Tippen fehlen: Nehmen Sie Strg oder Alt hinzu.</translation>
    </message>
    <message>
        <source>In a Wayland session shortcuts only work while some programs have the focus. Elsewhere use the menu of the tray icon or of the captions, or let keys of the desktop run commands such as “captions tell toggle-pause”.</source>
        <translation>Unter Wayland wirken Tastenkürzel nur, während bestimmte Programme im Vordergrund sind. Nehmen Sie sonst das Menü des Symbols oder der Untertitel, oder lassen Sie Tasten des Desktops Befehle wie „captions tell toggle-pause“ ausführen.</translation>
    </message>
    <message>
        <source>This desktop lends no keys to programs: shortcuts do not work here. Use the menu of the tray icon or of the captions, or let keys of the desktop run commands such as “captions tell toggle-pause”.</source>
        <translation>Dieser Desktop leiht Programmen keine Tasten: Tastenkürzel wirken hier nicht. Nehmen Sie das Menü des Symbols oder der Untertitel, oder lassen Sie Tasten des Desktops Befehle wie „captions tell toggle-pause“ ausführen.</translation>
    </message>
    <message>
        <source>This keyboard has no %1: choose other keys.</source>
        <translation>Diese Tastatur hat kein %1: Wählen Sie andere Tasten.</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>A key cannot be kept here.</source>
        <translation>Ein Schlüssel kann hier nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>A key is kept in the system&apos;s keyring.</source>
        <translation>Ein Schlüssel liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt…</translation>
    </message>
    <message>
        <source>Asks the server whether it takes the key.</source>
        <translation>Fragt den Server, ob er den Schlüssel annimmt.</translation>
    </message>
    <message>
        <source>For&amp;get</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Keeps the key in the system&apos;s keyring.</source>
        <translation>Legt den Schlüssel in den Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>Paste a key here</source>
        <translation>Schlüssel hier einfügen</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>Si&amp;chern</translation>
    </message>
    <message>
        <source>Takes the key out of the keyring.</source>
        <translation>Nimmt den Schlüssel aus dem Schlüsselbund.</translation>
    </message>
    <message>
        <source>The key comes from the environment, and cannot be changed here.</source>
        <translation>Der Schlüssel kommt aus der Umgebung und lässt sich hier nicht ändern.</translation>
    </message>
    <message>
        <source>There is no key yet. It will be kept in the system&apos;s keyring.</source>
        <translation>Noch ist kein Schlüssel da. Er wird im Schlüsselbund des Systems liegen.</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No keys</source>
        <translation>Keine Tasten</translation>
    </message>
    <message>
        <source>The desktop names none</source>
        <translation>Der Desktop nennt keine</translation>
    </message>
    <message>
        <source>{0} is needed for typing: add Ctrl, Alt or the system&apos;s key.</source>
        <translation>{0} wird zum Tippen gebraucht: Nehmen Sie Strg, Alt oder die Systemtaste hinzu.</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Clear captions</source>
        <translation>Untertitel leeren</translation>
    </message>
    <message>
        <source>Commit now</source>
        <translation>Jetzt abschließen</translation>
    </message>
    <message>
        <source>Hide captions</source>
        <translation>Untertitel verbergen</translation>
    </message>
    <message>
        <source>Listen to</source>
        <translation>Zuhören</translation>
    </message>
    <message>
        <source>Lock captions</source>
        <translation>Untertitel sperren</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Quit Captions</source>
        <translation>Captions beenden</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Show captions</source>
        <translation>Untertitel zeigen</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Unlock captions</source>
        <translation>Untertitel entsperren</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>Captions</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>On this Wayland desktop captions can be covered by other windows, and stand where the desktop puts them. Install XWayland to have them on top.</source>
        <translation>Auf diesem Wayland-Desktop können andere Fenster die Untertitel verdecken, und sie stehen, wo der Desktop sie hinstellt. Installieren Sie XWayland, damit sie oben bleiben.</translation>
    </message>
</context>
<context>
    <name>PlainKeySwitch</name>
    <message>
        <source>Send the key without encryption</source>
        <translation>Schlüssel unverschlüsselt senden</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>These words stay,</source>
        <translation>Diese Wörter bleiben,</translation>
    </message>
    <message>
        <source>Two rows of captions as they will look.</source>
        <translation>Zwei Zeilen Untertitel, wie sie aussehen werden.</translation>
    </message>
    <message>
        <source>these may change</source>
        <translation>diese können sich ändern</translation>
    </message>
</context>
<context>
    <name>RecognitionPage</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Final</source>
        <translation>&amp;Endgültig</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Names and rare words</source>
        <translation>&amp;Namen und seltene Wörter</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Pa&amp;use</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Unencrypted key</source>
        <translation>Un&amp;verschlüsselter Schlüssel</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>API-Sch&amp;lüssel</translation>
    </message>
    <message>
        <source>Another server</source>
        <translation>Ein anderer Server</translation>
    </message>
    <message>
        <source>Automatically</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Choose a shortcut for it on the page “Shortcuts”, or use the menu.</source>
        <translation>Wählen Sie dafür Tasten auf der Seite „Tastenkürzel“, oder nehmen Sie das Menü.</translation>
    </message>
    <message>
        <source>ElevenLabs, in the cloud</source>
        <translation>ElevenLabs, in der Cloud</translation>
    </message>
    <message>
        <source>Fast: words come at once, and change often</source>
        <translation>Schnell: Wörter kommen sofort und ändern sich oft</translation>
    </message>
    <message>
        <source>Find out by listening</source>
        <translation>Beim Zuhören herausfinden</translation>
    </message>
    <message>
        <source>How sure a guess must be before it is shown.</source>
        <translation>Wie sicher eine Vermutung sein muss, bevor sie gezeigt wird.</translation>
    </message>
    <message>
        <source>How sure it must be that a sound is speech; more in a noisy room.</source>
        <translation>Wie sicher es sein muss, dass ein Geräusch Sprache ist; mehr in einem lauten Raum.</translation>
    </message>
    <message>
        <source>Larger ones mishear less, and need a quicker computer.</source>
        <translation>Größere verhören sich seltener und brauchen einen schnelleren Computer.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>One a line. They are preferred where they could have been said.</source>
        <translation>Je Zeile eines. Sie werden vorgezogen, wo sie gesagt worden sein könnten.</translation>
    </message>
    <message>
        <source>Only “On this computer” keeps all sound here; other servers hear it.</source>
        <translation>Nur „Auf diesem Computer“ behält allen Ton hier; andere Server hören ihn.</translation>
    </message>
    <message>
        <source>Others on the network can read the key on its way to this server.</source>
        <translation>Andere im Netz können den Schlüssel auf dem Weg zu diesem Server lesen.</translation>
    </message>
    <message>
        <source>Press {0} whenever something was said, or use the menu.</source>
        <translation>Drücken Sie {0}, wenn etwas gesagt ist, oder nehmen Sie das Menü.</translation>
    </message>
    <message>
        <source>Sh&amp;ortest speech</source>
        <translation>Kürzeste Spra&amp;che</translation>
    </message>
    <message>
        <source>Shorter dips of the voice count as speech.</source>
        <translation>Kürzere Lücken in der Stimme gelten als Sprache.</translation>
    </message>
    <message>
        <source>Shorter sounds, such as a click, are passed over.</source>
        <translation>Kürzere Geräusche, etwa ein Klicken, werden übergangen.</translation>
    </message>
    <message>
        <source>Shortest s&amp;ilence</source>
        <translation>Kürzeste St&amp;ille</translation>
    </message>
    <message>
        <source>So much silence makes what was said final.</source>
        <translation>So viel Stille macht endgültig, was gesagt wurde.</translation>
    </message>
    <message>
        <source>Sta&amp;bility</source>
        <translation>&amp;Beständigkeit</translation>
    </message>
    <message>
        <source>Steady: words come later, and hardly change</source>
        <translation>Beständig: Wörter kommen später und ändern sich kaum</translation>
    </message>
    <message>
        <source>T&amp;hreshold</source>
        <translation>Sch&amp;welle</translation>
    </message>
    <message>
        <source>The name that the server has for it.</source>
        <translation>Der Name, den der Server dafür hat.</translation>
    </message>
    <message>
        <source>The server&apos;s owner gives you one. It is never written to a file.</source>
        <translation>Wem der Server gehört, gibt Ihnen einen. Er wird nie in eine Datei geschrieben.</translation>
    </message>
    <message>
        <source>What is spoken.</source>
        <translation>Was gesprochen wird.</translation>
    </message>
    <message>
        <source>When I say so</source>
        <translation>Wenn ich es sage</translation>
    </message>
    <message>
        <source>When words are final</source>
        <translation>Wann Wörter endgültig sind</translation>
    </message>
    <message>
        <source>Where speech is recognised</source>
        <translation>Wo Sprache erkannt wird</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Words that may still change have another colour.</source>
        <translation>Wörter, die sich noch ändern können, haben eine andere Farbe.</translation>
    </message>
    <message>
        <source>included</source>
        <translation>enthalten</translation>
    </message>
    <message>
        <source>{0} ({1}, {2})</source>
        <translation>{0} ({1}, {2})</translation>
    </message>
    <message>
        <source>{0} ({1}, {2}; not fetched: captions models fetch {3})</source>
        <translation>{0} ({1}, {2}; nicht geholt: captions models fetch {3})</translation>
    </message>
    <message>
        <source>{} (unknown)</source>
        <translation>{} (unbekannt)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Reset this page</source>
        <translation>Seite &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Sets all of this page back to its defaults.</source>
        <translation>Stellt alles auf dieser Seite auf die Vorgaben zurück.</translation>
    </message>
    <message>
        <source>Settings of Captions</source>
        <translation>Einstellungen von Captions</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>This system cannot leave the captions out of what is recorded or shared. Share a single window instead of the whole screen, or hide the captions.</source>
        <translation>Dieses System kann die Untertitel nicht aus Aufnahmen und geteilten Bildschirmen heraushalten. Teilen Sie statt des ganzen Bildschirms ein einzelnes Fenster, oder verbergen Sie die Untertitel.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>Change the keys in the &amp;desktop&apos;s settings…</source>
        <translation>Tasten in den Einstellungen des &amp;Desktops ändern…</translation>
    </message>
    <message>
        <source>Keys that work in any program</source>
        <translation>Tasten, die in jedem Programm wirken</translation>
    </message>
    <message>
        <source>Lets clicks through, or lets you drag.</source>
        <translation>Lässt Klicks durch, oder lässt sich ziehen.</translation>
    </message>
    <message>
        <source>Makes final what was said so far.</source>
        <translation>Macht endgültig, was bisher gesagt wurde.</translation>
    </message>
    <message>
        <source>Makes the letters larger.</source>
        <translation>Macht die Buchstaben größer.</translation>
    </message>
    <message>
        <source>Makes the letters smaller.</source>
        <translation>Macht die Buchstaben kleiner.</translation>
    </message>
    <message>
        <source>Stops listening, or goes on.</source>
        <translation>Hört nicht mehr zu, oder wieder.</translation>
    </message>
    <message>
        <source>Takes the captions off the screen.</source>
        <translation>Nimmt die Untertitel vom Bildschirm.</translation>
    </message>
    <message>
        <source>Takes the whole overlay away, or brings it back.</source>
        <translation>Nimmt das ganze Fenster weg, oder bringt es zurück.</translation>
    </message>
    <message>
        <source>The desktop decides about these keys: they are changed in its settings.</source>
        <translation>Über diese Tasten entscheidet der Desktop: Sie werden in dessen Einstellungen geändert.</translation>
    </message>
    <message>
        <source>{0} have the same keys, {1}: change one of them.</source>
        <translation>{0} haben dieselben Tasten, {1}: Ändern Sie eines davon.</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>&amp;From the computer</source>
        <translation>Aus dem &amp;Computer</translation>
    </message>
    <message>
        <source>&amp;Into the microphone</source>
        <translation>&amp;Ins Mikrofon</translation>
    </message>
    <message>
        <source>&amp;Microphone</source>
        <translation>&amp;Mikrofon</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>&amp;Test the sound</source>
        <translation>Ton &amp;testen</translation>
    </message>
    <message>
        <source>/path/of/a/film.mp4 or https://…</source>
        <translation>/pfad/zu/film.mp4 oder https://…</translation>
    </message>
    <message>
        <source>16 kHz is what recognition needs; more only costs, less loses accuracy.</source>
        <translation>16 kHz braucht die Erkennung; mehr kostet nur, weniger macht ungenauer.</translation>
    </message>
    <message>
        <source>A recording is a file of sound or video; a stream is the address of one.</source>
        <translation>Eine Aufnahme ist eine Ton- oder Videodatei; ein Stream ist die Adresse von einem.</translation>
    </message>
    <message>
        <source>A recording or a stream</source>
        <translation>Eine Aufnahme oder ein Stream</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>How it is sent</source>
        <translation>Wie er gesendet wird</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>Hört zu…</translation>
    </message>
    <message>
        <source>Listens for a moment and says what was heard.</source>
        <translation>Hört einen Augenblick zu und sagt, was zu hören war.</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Samp&amp;le rate</source>
        <translation>Abtast&amp;rate</translation>
    </message>
    <message>
        <source>Speak as you will: the bar should pass its middle and keep out of the red.</source>
        <translation>Sprechen Sie wie sonst: Der Balken soll über die Mitte kommen und nicht ins Rote.</translation>
    </message>
    <message>
        <source>This name stands before the words of the others.</source>
        <translation>Dieser Name steht vor den Worten der anderen.</translation>
    </message>
    <message>
        <source>This name stands before your words while both are heard.</source>
        <translation>Dieser Name steht vor Ihren Worten, wenn beiden zugehört wird.</translation>
    </message>
    <message>
        <source>What is heard</source>
        <translation>Was zu hören ist</translation>
    </message>
    <message>
        <source>What the computer plays</source>
        <translation>Was der Computer spielt</translation>
    </message>
    <message>
        <source>Who speaks</source>
        <translation>Wer spricht</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>kein Name</translation>
    </message>
    <message>
        <source>{0}, as telephones do (µ-law)</source>
        <translation>{0}, wie beim Telefon (µ-law)</translation>
    </message>
    <message>
        <source>{} (not connected)</source>
        <translation>{} (nicht angeschlossen)</translation>
    </message>
    <message>
        <source>“Follow the system” changes along when you choose another one there.</source>
        <translation>„Wie das System“ wechselt mit, wenn Sie dort ein anderes wählen.</translation>
    </message>
</context>
<context>
    <name>Terms</name>
    <message>
        <source>Only the first {0} of {1} lines are taken.</source>
        <translation>Nur die ersten {0} von {1} Zeilen gelten.</translation>
    </message>
    <message>
        <source>{0} of at most {1}</source>
        <translation>{0} von höchstens {1}</translation>
    </message>
    <message>
        <source>“{0}” is left out: a line has at most {1} characters and {2} words.</source>
        <translation>„{0}“ wird ausgelassen: Eine Zeile hat höchstens {1} Zeichen und {2} Wörter.</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Monitor:</source>
        <translation>&amp;Monitor:</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Ü&amp;berspringen</translation>
    </message>
    <message>
        <source>API &amp;key:</source>
        <translation>API-Sch&amp;lüssel:</translation>
    </message>
    <message>
        <source>All of this, and much more, can be changed in the settings.</source>
        <translation>All das und vieles mehr lässt sich in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>At the bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>At the top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Close to a camera, and away from subtitles.</source>
        <translation>Nahe der Kamera und fern von den Untertiteln eines Films.</translation>
    </message>
    <message>
        <source>ElevenLabs, in the cloud</source>
        <translation>ElevenLabs, in der Cloud</translation>
    </message>
    <message>
        <source>Everything that is heard is sent to ElevenLabs over the internet while captions run. It needs an account and a key, and may cost money.</source>
        <translation>Alles, was zu hören ist, wird über das Internet an ElevenLabs gesendet, solange die Untertitel laufen. Dazu braucht es ein Konto und einen Schlüssel, und es kann Geld kosten.</translation>
    </message>
    <message>
        <source>It is needed to go on. It is kept in the system&apos;s keyring, and in no file.</source>
        <translation>Ohne ihn geht es nicht weiter. Er liegt im Schlüsselbund des Systems und in keiner Datei.</translation>
    </message>
    <message>
        <source>Leaves the rest as it is.</source>
        <translation>Lässt den Rest, wie er ist.</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Nothing that is said leaves it. It needs no account, no key and no internet.</source>
        <translation>Nichts Gesagtes verlässt ihn. Es braucht kein Konto, keinen Schlüssel und kein Internet.</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>Schritt {0} von {1}</translation>
    </message>
    <message>
        <source>The bar moves while something is heard:</source>
        <translation>Der Balken bewegt sich, solange etwas zu hören ist:</translation>
    </message>
    <message>
        <source>The main monitor</source>
        <translation>Der Hauptmonitor</translation>
    </message>
    <message>
        <source>The microphone</source>
        <translation>Das Mikrofon</translation>
    </message>
    <message>
        <source>The two sides of a call, each row with who says it.</source>
        <translation>Beide Seiten eines Gesprächs, jede Zeile mit dem, der spricht.</translation>
    </message>
    <message>
        <source>There is one already; leave this empty to keep it.</source>
        <translation>Es gibt schon einen; lassen Sie das leer, um ihn zu behalten.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Videos, calls and games: all that the loudspeakers give.</source>
        <translation>Videos, Anrufe und Spiele: alles, was aus den Lautsprechern kommt.</translation>
    </message>
    <message>
        <source>Welcome to Captions</source>
        <translation>Willkommen bei Captions</translation>
    </message>
    <message>
        <source>What should be captioned?</source>
        <translation>Was soll untertitelt werden?</translation>
    </message>
    <message>
        <source>What the computer plays</source>
        <translation>Was der Computer spielt</translation>
    </message>
    <message>
        <source>Where films have them.</source>
        <translation>Wo Filme sie haben.</translation>
    </message>
    <message>
        <source>Where should captions stand?</source>
        <translation>Wo sollen die Untertitel stehen?</translation>
    </message>
    <message>
        <source>Who should recognise speech?</source>
        <translation>Wer soll Sprache erkennen?</translation>
    </message>
    <message>
        <source>Whoever speaks near this computer.</source>
        <translation>Wer in der Nähe dieses Computers spricht.</translation>
    </message>
    <message>
        <source>You can also drag the captions to any place, and lock them there.</source>
        <translation>Sie können die Untertitel auch an jede Stelle ziehen und dort sperren.</translation>
    </message>
</context>
<context>
    <name>WindowPage</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>&amp;Distance</source>
        <translation>&amp;Abstand</translation>
    </message>
    <message>
        <source>&amp;Hide from screen sharing</source>
        <translation>Beim Teilen &amp;verbergen</translation>
    </message>
    <message>
        <source>&amp;Lock the captions</source>
        <translation>Untertitel &amp;sperren</translation>
    </message>
    <message>
        <source>&amp;Monitor</source>
        <translation>&amp;Monitor</translation>
    </message>
    <message>
        <source>&amp;Position</source>
        <translation>S&amp;telle</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Behaviour</source>
        <translation>Verhalten</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Captions itself</source>
        <translation>Captions selbst</translation>
    </message>
    <message>
        <source>Clicks go to what is below. The tray&apos;s menu and a shortcut unlock them again.</source>
        <translation>Klicks gehen an das, was darunter ist. Das Menü des Symbols und ein Tastenkürzel entsperren sie wieder.</translation>
    </message>
    <message>
        <source>From the edge of the screen.</source>
        <translation>Vom Rand des Bildschirms.</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>Of menus, notices and this dialog; not of what is captioned.</source>
        <translation>Der Menüs, der Hinweise und dieses Dialogs; nicht dessen, was untertitelt wird.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>The captions go to the main one while it is away.</source>
        <translation>Solange er fehlt, gehen die Untertitel auf den Hauptmonitor.</translation>
    </message>
    <message>
        <source>The main one</source>
        <translation>Der Hauptmonitor</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Unlocked captions can be dragged anywhere; the place is remembered.</source>
        <translation>Nicht gesperrte Untertitel lassen sich überallhin ziehen; der Ort bleibt gemerkt.</translation>
    </message>
    <message>
        <source>Where I dragged it</source>
        <translation>Wohin ich sie gezogen habe</translation>
    </message>
    <message>
        <source>You see the captions; recordings and shared screens do not.</source>
        <translation>Sie sehen die Untertitel; Aufnahmen und geteilte Bildschirme nicht.</translation>
    </message>
    <message>
        <source>{} (not connected)</source>
        <translation>{} (nicht angeschlossen)</translation>
    </message>
</context>
</TS>
