# Nederlands. Een blok per scherm; het voorvoegsel is het woord van het scherm.
# Schrijf op B1, met "u", actief en kort. { $service } en { $organisation } mogen in elk bericht.

### Rond elk scherm

language = Taal
language-name = Nederlands
skip = Direct naar de inhoud
environment = Let op: dit is niet de echte omgeving, maar { $name }.
error-prefix = Fout:
error-heading = Er ging iets mis
help-heading = Hulp nodig?
help-text = Neem contact op met de servicedesk:
ask-servicedesk = Neem contact op met de servicedesk:
or = of
website = Naar de website van { $organisation }
accessibility = Toegankelijkheid
progress = Stap { $step } van { $of }
cancel = Annuleren
cancel-to = Annuleren en terug naar { $application }
back = Terug
back-to = Terug naar { $application }
begin-again = Ga terug naar de applicatie waarin u wilt werken en log daar opnieuw in.

# Hoe lang tot iets weer kan: "Probeer het over 4 minuten opnieuw."
wait = { $unit ->
    [now] nu
    [seconds] over { $count ->
        [one] 1 seconde
       *[other] { $count } seconden
    }
    [minutes] over { $count ->
        [one] 1 minuut
       *[other] { $count } minuten
    }
   *[hours] over { $count } uur
}

### Codes

code-hint = 6 cijfers
code-again = vraag een nieuwe code aan
code-life = De code is { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} geldig.

### Wat er mis kan zijn met een antwoord

refusal-username_missing = Vul uw gebruikersnaam in.
refusal-password_missing = Vul uw wachtwoord in.
refusal-credentials_wrong = De gebruikersnaam of het wachtwoord klopt niet. Controleer beide en probeer het opnieuw.
refusal-password_paused = De gebruikersnaam of het wachtwoord klopte te vaak niet. Probeer het { $wait } opnieuw.
refusal-code_malformed = Vul een code van 6 cijfers in.
refusal-code_wrong = De code klopt niet. Controleer de code en probeer het opnieuw.
refusal-recovery_code_malformed = Vul een herstelcode van 16 letters en cijfers in.
refusal-recovery_code_wrong = Deze herstelcode klopt niet of is al gebruikt. Probeer een andere code van uw lijst.
refusal-visit_code_wrong = De code klopt niet of is niet meer geldig. Vraag de servicedesk om een nieuwe code.
refusal-passkey_missing = Wij kregen geen antwoord van uw passkey. Probeer het opnieuw.
refusal-passkey_refused = Het lukte niet met deze passkey. Probeer het opnieuw. Lukt het weer niet? Neem contact op met de servicedesk.
refusal-code_dead = De code is niet meer geldig. Vraag een nieuwe code aan.
refusal-code_used = U hebt deze code al gebruikt. Wacht tot uw app een nieuwe code laat zien.
refusal-send_paused = Wij kunnen u nu geen nieuwe code sturen. U kunt { $wait } een nieuwe code aanvragen.
refusal-phone_malformed = Dit is geen geldig telefoonnummer. Vul een nummer in zoals 06 12 34 56 78.
refusal-phone_not_mobile = Op dit nummer kunt u geen sms ontvangen. Vul een mobiel nummer in dat begint met 06.
refusal-phone_country = Wij sturen geen sms naar dit land. Vul een ander mobiel nummer in.

### Waarom een nieuw wachtwoord niet kan

unfit-current_missing = Vul het wachtwoord in dat u nu hebt.
unfit-current_wrong = Uw huidige wachtwoord klopt niet. Probeer het opnieuw.
unfit-paused = Uw huidige wachtwoord klopte te vaak niet. Probeer het { $wait } opnieuw.
unfit-missing = Vul een nieuw wachtwoord in.
unfit-too_short = Dit wachtwoord is te kort. Gebruik minstens { $least } tekens.
unfit-too_long = Dit wachtwoord is te lang. Gebruik een korter wachtwoord.
unfit-control = In dit wachtwoord staat een teken dat niet kan, zoals een tab. Gebruik letters, cijfers, leestekens en spaties.
unfit-common = Veel mensen gebruiken dit wachtwoord, dus anderen raden het snel. Kies een ander wachtwoord.
unfit-breached = Dit wachtwoord is bij een andere dienst gelekt, dus anderen kunnen het weten. Kies een ander wachtwoord. Gebruikt u het ook ergens anders? Wijzig het dan ook daar.
unfit-context = Dit wachtwoord is makkelijk te raden, want het lijkt op een naam of een bekend woord. Kies een ander wachtwoord.
unfit-same = Dit is het wachtwoord dat u had. Iemand anders weet het misschien. Kies een ander.
unfit-different = De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde wachtwoord in.

### Nieuws

notice-code_sent = Wij hebben u een nieuwe code gestuurd. De vorige code is niet meer geldig.
notice-key_ready = De QR-code staat klaar. Scan de QR-code met uw authenticator-app.
notice-passkey_ready = Uw browser kan nu om uw passkey vragen.

### Een andere tweede stap

other-app = Code uit de authenticator-app gebruiken
other-passkey = Passkey gebruiken
other-recovery_code = Herstelcode gebruiken

### identify: wie bent u?

identify-title = Inloggen
identify-text = Log in met uw account van { $service }.
identify-text-application = Log in met uw account van { $service } om verder te gaan naar { $application }.
identify-label = Gebruikersnaam
identify-submit = Volgende

### password: uw wachtwoord

password-title = Vul uw wachtwoord in
password-username = Gebruikersnaam
password-other = Andere gebruikersnaam
password-label = Wachtwoord
password-submit = Bevestigen
password-forgotten = Wachtwoord vergeten?

### email_code: de code in de e-mail

email_code-title = Vul de beveiligingscode in
email_code-text = Wij hebben een e-mail met een beveiligingscode gestuurd. Vul die beveiligingscode hieronder in.
email_code-unsent = Wij sturen u een e-mail met een beveiligingscode. Daarmee controleren wij of u het bent.
email_code-to = E-mailadres
email_code-send = Beveiligingscode versturen
email_code-again = Kijk ook bij uw ongewenste e-mail. Hebt u geen e-mail gekregen of is de code verlopen,
email_code-label = Beveiligingscode
email_code-submit = Bevestigen
email_code-help = Klopt het e-mailadres niet?
email_code-help-text = U kunt het e-mailadres hier niet veranderen. De servicedesk kan dat wel.

### register_phone: uw telefoonnummer

register_phone-title = Registreer uw telefoonnummer
register_phone-why = Uw telefoonnummer gebruiken wij als bevestiging van uw identiteit.
register_phone-text = Wij sturen een sms met een code naar dit nummer.
register_phone-label = Mobiel telefoonnummer
register_phone-hint = Bijvoorbeeld 06 12 34 56 78
register_phone-submit = Volgende

### sms_code: de code in de sms

sms_code-title = Vul de zes cijfers in
sms_code-title-unsent = Ontvang een code per sms
sms_code-text = Wij hebben u een sms gestuurd met een code van zes cijfers.
sms_code-unsent = Wij sturen u een sms met een code van zes cijfers. Uw telefoonnummer gebruiken wij als bevestiging van uw identiteit.
sms_code-to = Telefoonnummer
sms_code-spoken = eindigt op { $digits }
sms_code-other = Ander nummer
sms_code-send = Sms-code versturen
sms_code-again = Hebt u geen sms gekregen of is de code verlopen,
sms_code-label = Beveiligingscode
sms_code-submit = Bevestigen
sms_code-check = Telefoonnummers krijgen soms een andere eigenaar. Daarom vragen wij af en toe of dit nummer nog van u is. Daarna gaat het inloggen gewoon verder.
sms_code-not-mine = Ik kan dit nummer niet bevestigen
sms_code-help = Komt de sms niet aan of klopt het nummer niet?
sms_code-help-text = Controleer of uw telefoon aanstaat en bereik heeft. Klopt het nummer niet? De servicedesk kan het voor u veranderen.

### enrol_authenticator: de app instellen

enrol_authenticator-title = Stel uw authenticator-app in
enrol_authenticator-text = Een authenticator-app op uw telefoon maakt codes waarmee u veiliger inlogt dan met een sms. U stelt de app één keer in.
enrol_authenticator-recovers = U hebt een herstelcode gebruikt. Bent u uw telefoon of de app kwijt? Stel dan hieronder een nieuwe app in. Uw oude app werkt daarna niet meer.
enrol_authenticator-keep = Ik heb mijn app nog
enrol_authenticator-begin = Beginnen
enrol_authenticator-app = 1. Zorg dat u een app hebt
enrol_authenticator-app-text = U hebt een authenticator-app nodig op uw telefoon, bijvoorbeeld Google Authenticator of Microsoft Authenticator.
enrol_authenticator-app-present = Ik heb al een app
enrol_authenticator-app-absent = Ik heb nog geen authenticator-app
enrol_authenticator-app-choice = Kies een app. Scan de code met de camera van uw telefoon, of open de link op uw telefoon. Installeer de app en kom daarna terug naar deze pagina.
enrol_authenticator-app-qr = QR-code: { $app } voor { $system }
enrol_authenticator-app-link = { $app } voor { $system }
enrol_authenticator-scan = 2. Scan de QR-code
enrol_authenticator-scan-text = Open de app op uw telefoon. Kies in de app voor QR-code scannen en richt de camera op deze QR-code.
enrol_authenticator-qr = QR-code voor uw authenticator-app. Kunt u niet scannen? Gebruik dan de sleutel hieronder.
enrol_authenticator-scan-help = Lukt scannen niet, of leest u dit op uw telefoon?
enrol_authenticator-same-device = Open uw authenticator-app op dit apparaat
enrol_authenticator-key = Of kies in de app voor zelf invoeren en vul deze sleutel in. Geef de sleutel nooit aan iemand anders.
enrol_authenticator-code = 3. Vul de code in
enrol_authenticator-code-text = De app laat nu een code zien. Vul de zescijferige code hieronder in.
enrol_authenticator-label = Code uit de app
enrol_authenticator-submit = Bevestigen

### totp: de code van de app

totp-title = Vul de cijfercode in
totp-text = Open de authenticator-app op uw telefoon. Vul de cijfercode in die u daar ziet bij { $service }.
totp-label = Cijfercode
totp-submit = Bevestigen
totp-lost = Geen toegang meer tot uw app?
totp-lost-text = Hebt u een nieuwe telefoon of is de app verwijderd? De servicedesk zorgt dat u de app opnieuw kunt instellen.

### passkey: een passkey
# Een passkey is het woord dat telefoons en computers zelf gebruiken.

passkey-title = Gebruik uw passkey
passkey-text = Bevestig met uw passkey dat u het bent. Uw browser vraagt om uw vingerafdruk, uw gezicht of een pincode.
passkey-demanded = Voor deze applicatie hebt u een passkey nodig. Uw browser vraagt om uw vingerafdruk, uw gezicht of een pincode.
passkey-submit = Passkey gebruiken
passkey-instead = Inloggen met een passkey
passkey-begin = Beginnen
passkey-failed = Het lukte niet met de passkey. U kunt het opnieuw proberen.
passkey-cannot = Uw browser kan op deze pagina geen passkey gebruiken. Misschien staat JavaScript uit. Kies hieronder een andere manier.
passkey-cannot-demanded = Uw browser kan op deze pagina geen passkey gebruiken. Misschien staat JavaScript uit. Zet het aan of gebruik een andere browser.
passkey-lost = Hebt u uw passkey niet bij de hand?
passkey-lost-text = Log dan in met uw authenticator-app. U kunt een passkey verwijderen of toevoegen op de pagina van uw account.

### enrol_passkey: een passkey maken

enrol_passkey-title = Maak een passkey
enrol_passkey-text = Met een passkey logt u in met uw vingerafdruk, uw gezicht of de pincode van uw telefoon of computer. U hoeft dan geen wachtwoord en geen code in te vullen.
enrol_passkey-demanded = Voor deze applicatie hebt u een passkey nodig. Daarmee logt u in met uw vingerafdruk, uw gezicht of de pincode van uw telefoon of computer.
enrol_passkey-how = Uw browser vraagt waar u de passkey wilt bewaren. Uw authenticator-app blijft ook werken.
enrol_passkey-submit = Passkey maken
enrol_passkey-cannot = Uw browser kan op deze pagina geen passkey maken. Misschien staat JavaScript uit. U kunt verdergaan zonder passkey.
enrol_passkey-skip = Verder zonder passkey

### recovery_code: een herstelcode

recovery_code-title = Vul een herstelcode in
recovery_code-text = Gebruik een herstelcode van de lijst die u hebt bewaard. Elke code werkt één keer.
recovery_code-label = Herstelcode
recovery_code-hint = 16 letters en cijfers, bijvoorbeeld k7mq-2x9d-p4tw-8rzc
recovery_code-submit = Bevestigen
recovery_code-lost = Hebt u geen herstelcodes meer?
recovery_code-lost-text = De servicedesk zorgt dat u weer kunt inloggen.

### visit_code: de code van de servicedesk

visit_code-title = Vul de code van de servicedesk in
visit_code-text = U gaat een authenticator-app instellen. Daarvoor hebt u een code nodig die de servicedesk u vertelt. De code is 30 minuten geldig.
visit_code-label = Code van de servicedesk
visit_code-submit = Bevestigen
visit_code-lost = Hebt u geen code of is de code verlopen?
visit_code-lost-text = Vraag de servicedesk om een nieuwe code. Wij sturen deze code niet per sms of e-mail.

### enrolment_done: het is klaar

enrolment_done-title = Instellen MFA is voltooid
enrolment_done-text = Uw MFA is nu ingesteld voor { $service }. Voortaan vult u bij het inloggen, na uw wachtwoord, een cijfercode in uit uw authenticator-app.
enrolment_done-tip = Verwijder de app dus niet. Krijgt u een nieuwe telefoon? Voeg dan eerst op uw accountpagina de app op uw nieuwe telefoon toe.
enrolment_done-submit = Verder
enrolment_done-submit-application = Verder naar { $application }
enrolment_done-passkey = Wilt u voortaan sneller inloggen? Met een passkey gebruikt u uw vingerafdruk, uw gezicht of een pincode.
enrolment_done-passkey-submit = Ook een passkey maken

### consent: mag de applicatie dit?
# Achter de dubbele punt staat een lijst: elk deel begint met een kleine letter en eindigt zonder punt.

consent-title = Geeft u toestemming?
consent-asked = De applicatie vraagt uw toestemming voor:
consent-asked-application = { $application } vraagt uw toestemming voor:
consent-before = Hiervoor gaf u al toestemming
consent-later = U kunt uw toestemming later intrekken op de pagina van uw account.
consent-submit = Toestaan
consent-cancel = Annuleren
consent-scope-openid = een code waaraan de applicatie u herkent
consent-scope-profile = uw naam, uw gebruikersnaam en wat verder in uw profiel staat, zoals uw geboortedatum of geslacht
consent-scope-email = uw e-mailadres
consent-scope-phone = uw telefoonnummer
consent-scope-address = uw adres
consent-scope-elsewhere = het gebruik van andere diensten uit uw naam ({ $about })
consent-scope-offline_access = het gebruik van uw gegevens, ook als u niet bent ingelogd
consent-claim-name = uw volledige naam
consent-claim-given_name = uw voornaam
consent-claim-family_name = uw achternaam
consent-claim-middle_name = uw tweede naam of tussenvoegsel
consent-claim-nickname = uw roepnaam
consent-claim-preferred_username = uw gebruikersnaam
consent-claim-profile = het adres van uw profielpagina
consent-claim-picture = uw foto
consent-claim-website = uw website
consent-claim-gender = uw geslacht
consent-claim-birthdate = uw geboortedatum
consent-claim-zoneinfo = uw tijdzone
consent-claim-locale = uw taal
consent-claim-updated_at = wanneer uw gegevens voor het laatst zijn veranderd
consent-claim-email = uw e-mailadres
consent-claim-email_verified = of uw e-mailadres is gecontroleerd
consent-claim-phone_number = uw telefoonnummer
consent-claim-phone_number_verified = of uw telefoonnummer is gecontroleerd
consent-claim-address = uw adres

### stopped: het inloggen kan niet verder

stopped-disabled-title = Uw account is uitgeschakeld
stopped-disabled-text = U kunt daarom niet inloggen.
stopped-nothing_on_record-title = Wij kunnen u geen code sturen
stopped-nothing_on_record-text = Om in te loggen sturen wij u eerst een code. Maar bij uw account staat geen telefoonnummer en geen e-mailadres. De servicedesk kan dit voor u regelen.
stopped-budget_spent-title = U hebt te vaak een verkeerde code ingevuld
stopped-budget_spent-text = Om uw account te beschermen kunt u nu niet verder. Probeer het { $wait } opnieuw. Was u dit niet zelf, of lukt het niet?
stopped-other_person-title = De applicatie vraagt om een ander account
stopped-other_person-text = U bent ingelogd met een ander account dan de applicatie verwacht. Ga terug en log in met het juiste account. Weet u niet welk account dat is?
stopped-changed-title = Uw account is gewijzigd
stopped-changed-text = Dat gebeurde terwijl u aan het inloggen was. Log opnieuw in. Hebt u niets gewijzigd en vertrouwt u het niet?

stopped-owes_password-title = U hebt een nieuw wachtwoord nodig
stopped-owes_password-text = Er is gemeld dat iemand anders met uw account heeft ingelogd. Daarom kunt u pas weer inloggen met een nieuw wachtwoord. Ga terug en begin opnieuw met inloggen. Kies bij uw wachtwoord Wachtwoord vergeten? Lukt dat niet?

### lost: dit inloggen is hier niet bekend

lost-unknown-title = U kunt hier niet verder
lost-unknown-text = Het inloggen duurde te lang of is al afgerond.
lost-other_browser-title = U begon in een andere browser
lost-other_browser-text = Om veilig in te loggen moet u beginnen en eindigen in dezelfde browser.

### authorization_error: de applicatie vroeg iets wat niet kan

authorization_error-title = U kunt nu niet inloggen
authorization_error-text = De applicatie waar u vandaan komt, heeft ons een verkeerde vraag gestuurd. U hebt zelf niets fout gedaan.
authorization_error-stays = Gebeurt dit vaker? Meld het dan bij de servicedesk.
authorization_error-technical = Voor de maker van de applicatie

### logout, logging_out en logged_out: uitloggen

logout-title = Wilt u uitloggen?
logout-text = U logt dan uit bij { $service }. Daarna moet u opnieuw inloggen om verder te werken.
logout-submit = Uitloggen
logout-stay = Wilt u ingelogd blijven? Sluit dan deze pagina.
logging_out-title = U wordt uitgelogd
logging_out-text = Wij loggen u ook uit bij de andere applicaties. Daarna gaat u vanzelf verder. Duurt het te lang? Kies dan zelf:
logging_out-on = Ga verder
logging_out-frame = Uitloggen bij { $application }
logged_out-title = U bent uitgelogd
logged_out-text = U kunt dit venster sluiten. Werkt u op een computer die ook anderen gebruiken? Sluit dan de hele browser.

### form_post: terug naar de applicatie

form_post-title = U gaat terug naar de applicatie
form_post-text = Gaat u niet vanzelf verder? Druk dan op de knop.
form_post-submit = Verder

### account: uw eigen pagina

account-title = Uw account
account-username = Gebruikersnaam
account-name = Naam
account-organisation = Organisatie
account-email = E-mailadres
account-phone = Telefoonnummer
account-none = niet bekend
account-sections = Wat u hier kunt doen
account-apps = { $count ->
    [one] 1 authenticator-app
   *[other] { $count } authenticator-apps
}
account-passkeys = { $count ->
    [0] geen passkeys
    [one] 1 passkey
   *[other] { $count } passkeys
}
account-recovery_codes = { $count ->
    [0] geen herstelcodes
    [one] nog 1 herstelcode
   *[other] nog { $count } herstelcodes
}
account-password = Wachtwoord wijzigen
account-logout = Uitloggen

account-back = Terug naar uw account

# Een datum met tijd
moment = { $day }-{ $month }-{ $year } om { $time } uur

### Wat er van een wijziging is geworden

said-app_added = De authenticator-app is toegevoegd. U kunt er nu mee inloggen.
said-app_named = De naam is opgeslagen.
said-app_removed = De authenticator-app is verwijderd. Verwijder { $service } ook uit de app op uw telefoon.
said-app_stays = Dit is uw enige authenticator-app. U kunt deze niet verwijderen, want dan kunt u niet meer inloggen. Voeg eerst een andere app toe.
said-app_name_malformed = Vul een naam in van 1 tot 40 tekens.
said-passkey_added = De passkey is toegevoegd. U kunt er nu mee inloggen.
said-passkey_named = De naam is opgeslagen.
said-passkey_removed = De passkey is verwijderd. Verwijder deze ook uit uw telefoon of computer.
said-key_gone = De QR-code is niet meer geldig. Begin opnieuw.
said-code_sent = Wij hebben u een code gestuurd.
said-budget_spent = U hebt te vaak een verkeerde code ingevuld. Probeer het { $wait } opnieuw.
said-codes_kept = Uw herstelcodes zijn klaar. Bewaar ze op een veilige plek.
said-phone_changed = Uw telefoonnummer is gewijzigd.
said-email_malformed = Dit is geen geldig e-mailadres. Vul een adres in zoals naam@voorbeeld.nl.
said-email_changed = Uw e-mailadres is gewijzigd.
said-session_ended = U bent daar uitgelogd.
said-others_ended = U bent overal uitgelogd, behalve hier.
said-consent_taken_back = U hebt uw toestemming ingetrokken.
said-changed = Uw account is net gewijzigd. Controleer de pagina en probeer het opnieuw.

### account_apps, account_app, account_app_new: uw authenticator-apps

account_apps-title = Authenticator-apps
account_apps-text = Met deze apps logt u in. U kunt er meer dan één hebben, bijvoorbeeld op twee telefoons.
account_apps-nameless = App zonder naam
account_apps-added = Toegevoegd op
account_apps-used = Laatst gebruikt op
account_apps-unused = Na het toevoegen nog niet gebruikt
account_apps-never = nog niet
account_apps-new = Een app toevoegen
account_app-title = Authenticator-app
account_app-name = Naam van de app
account_app-hint = Bijvoorbeeld: telefoon van het werk
account_app-submit = Opslaan
account_app-remove = App verwijderen
account_app-remove-text = Met deze app kunt u daarna niet meer inloggen.
account_app-remove-submit = Verwijderen
account_app-back = Terug naar uw authenticator-apps
account_app_new-title = Authenticator-app toevoegen
account_app_new-text = U krijgt een QR-code voor uw nieuwe app. Uw andere apps blijven werken.
account_app_new-scan = 1. Scan de QR-code
account_app_new-code = 2. Vul de code in

### account_passkeys, account_passkey, account_passkey_new: uw passkeys

account_passkeys-title = Passkeys
account_passkeys-text = Met een passkey logt u in met uw vingerafdruk, uw gezicht of een pincode.
account_passkeys-none = U hebt nog geen passkey.
account_passkeys-nameless = Passkey zonder naam
account_passkeys-new = Een passkey toevoegen
account_passkey-title = Passkey
account_passkey-name = Naam van de passkey
account_passkey-hint = Bijvoorbeeld: laptop van het werk
account_passkey-remove = Passkey verwijderen
account_passkey-remove-text = Met deze passkey kunt u daarna niet meer inloggen. Uw authenticator-app blijft werken.
account_passkey-back = Terug naar uw passkeys
account_passkey_new-title = Passkey toevoegen
account_passkey_new-cannot = Uw browser kan op deze pagina geen passkey maken. Misschien staat JavaScript uit. Uw authenticator-app blijft werken.

### account_recovery_codes: uw herstelcodes

account_recovery_codes-title = Herstelcodes
account_recovery_codes-text = Hebt u uw telefoon niet bij de hand? Dan logt u in met uw wachtwoord en een herstelcode. Elke code werkt één keer.
account_recovery_codes-left = { $count ->
    [0] U hebt nu geen herstelcodes.
    [one] U hebt nog 1 herstelcode.
   *[other] U hebt nog { $count } herstelcodes.
}
account_recovery_codes-again = Maakt u nieuwe codes? Dan werken uw oude codes niet meer.
account_recovery_codes-once = U krijgt tien codes. U ziet ze maar één keer. Zorg dus dat u ze meteen kunt bewaren.
account_recovery_codes-submit = Tien codes maken
account_recovery_codes_new-title = Bewaar uw herstelcodes
account_recovery_codes_new-text = Dit zijn uw nieuwe herstelcodes. U ziet ze alleen nu. Uw oude codes werken niet meer. Bewaar ze op een veilige plek, en niet bij uw wachtwoord.
account_recovery_codes_new-file = herstelcodes.txt
account_recovery_codes_new-download = Herstelcodes downloaden als tekstbestand
account_recovery_codes_new-print = U kunt de codes ook overschrijven, of deze pagina afdrukken.
account_recovery_codes_new-submit = Ik heb de codes bewaard

### account_contact: uw telefoonnummer en e-mailadres

account_contact-now = Nu bij ons bekend
account_contact-submit = Code versturen
account_contact-again = Stuur een nieuwe code
account_contact-phone-title = Telefoonnummer wijzigen
account_contact-phone-text = Wij sturen een sms met een code naar uw nieuwe nummer. Pas als u die code invult, wijzigt uw nummer. Wij sturen ook een bericht naar uw oude nummer.
account_contact-phone-label = Nieuw mobiel telefoonnummer
account_contact-phone-hint = Bijvoorbeeld 06 12 34 56 78
account_contact-phone-sent = Wij hebben een sms met een code van zes cijfers gestuurd naar { $to }.
account_contact-phone-unsent = Er is geen geldige code gestuurd naar { $to }. Vraag een nieuwe code aan.
account_contact-phone-other = Ander nummer
account_contact-email-title = E-mailadres wijzigen
account_contact-email-text = Wij sturen een e-mail met een code naar uw nieuwe adres. Pas als u die code invult, wijzigt uw adres. Wij sturen ook een bericht naar uw oude adres.
account_contact-email-label = Nieuw e-mailadres
account_contact-email-hint = Bijvoorbeeld naam@voorbeeld.nl
account_contact-email-sent = Wij hebben een e-mail met een code van zes cijfers gestuurd naar { $to }. Kijk ook bij uw ongewenste e-mail.
account_contact-email-unsent = Er is geen geldige code gestuurd naar { $to }. Vraag een nieuwe code aan.
account_contact-email-other = Ander adres

### account_sessions: waar u bent ingelogd

account_sessions-title = Waar u bent ingelogd
account_sessions-text = Hieronder staat elke browser waarin u nu bent ingelogd.
account_sessions-here = Dit is de browser die u nu gebruikt
account_sessions-began = Ingelogd op
account_sessions-used = Laatst gebruikt op
account_sessions-saw = Gebruikt voor:
account_sessions-end = In die browser uitloggen
account_sessions-end-others = Overal uitloggen, behalve hier
account_sessions-applications = Applicaties met uw toestemming
account_sessions-applications-text = Trekt u uw toestemming in? Dan kan de applicatie uw gegevens niet meer bij ons opvragen. Gebruikt u de applicatie weer, dan vraagt die opnieuw toestemming.
account_sessions-applications-none = U hebt geen applicatie toestemming gegeven.
account_sessions-take-back = Toestemming voor { $application } intrekken

### account_logins en account_dispute: wanneer u hebt ingelogd

account_logins-title = Wanneer u hebt ingelogd
account_logins-text = Dit zijn de laatste keren dat er met uw account is ingelogd.
account_logins-none = Er is nog niet ingelogd.
account_logins-application = Voor { $application }
account_logins-own = Voor uw eigen account
account_logins-level-password = Met het wachtwoord
account_logins-level-mfa = Met het wachtwoord en een tweede stap
account_logins-level-phishing_resistant = Met een passkey
account_logins-network = Vanaf internetadres { $network }
account_logins-dispute = Ziet u iets wat u niet kent?
account_logins-not-me = Dit was ik niet
account_dispute-title = Was u het niet?
account_dispute-text = Meld het als iemand anders met uw account heeft ingelogd. Dan gebeurt dit:
account_dispute-sessions = U wordt overal uitgelogd, ook hier.
account_dispute-passkeys = Uw passkeys en herstelcodes werken niet meer.
account_dispute-password = U kunt pas weer inloggen met een nieuw wachtwoord. Dat vraagt u aan op de inlogpagina, met Wachtwoord vergeten?
account_dispute-desk = De servicedesk ziet uw melding en helpt u verder.
account_dispute-submit = Dit was ik niet
account_dispute-back = Terug, er is niets aan de hand

### password_forgotten, password_link_sent en password_link_dead: wachtwoord vergeten

password_forgotten-title = Wachtwoord vergeten
password_forgotten-text = Vul uw gebruikersnaam in. Wij sturen u een e-mail met een link. Daarmee kiest u een nieuw wachtwoord.
password_forgotten-submit = E-mail aanvragen
password_forgotten-help = Weet u uw gebruikersnaam niet meer?
password_forgotten-help-text = De servicedesk kan uw gebruikersnaam opzoeken.
password_link_sent-title = Kijk in uw e-mail
password_link_sent-text = Kennen wij deze gebruikersnaam en weten wij het e-mailadres? Dan krijgt u binnen een paar minuten een e-mail met een link. De link is 30 minuten geldig. Gebruik altijd de link uit de nieuwste e-mail.
password_link_sent-spam = Hebt u geen e-mail gekregen? Kijk ook bij uw ongewenste e-mail. U kunt een paar keer per uur een e-mail aanvragen. Lukt het niet?
password_link_dead-title = Deze link werkt niet meer
password_link_dead-text = U kunt een link één keer gebruiken, en niet te lang na de e-mail. Hebt u later nog een e-mail gekregen? Gebruik dan de link uit de nieuwste e-mail.
password_link_dead-again = Vraag een nieuwe link aan
password_link_dead-invited = Kreeg u de link omdat u een nieuw account hebt? De servicedesk kan u een nieuwe sturen.

### new_password en password_changed: een wachtwoord kiezen

new_password-title = { $way ->
    [change] Wijzig uw wachtwoord
    [invitation] Kies uw wachtwoord
   *[reset] Kies een nieuw wachtwoord
}
new_password-text = { $way ->
    [invitation] Er is een account voor u gemaakt bij { $service }. Kies hier een wachtwoord. Daarna kunt u inloggen.
   *[other] Daarna werkt uw oude wachtwoord niet meer en bent u overal uitgelogd.
}
new_password-current = Huidig wachtwoord
new_password-label = Nieuw wachtwoord
new_password-hint = Minstens { $least } tekens. Neem bijvoorbeeld drie woorden die niets met elkaar te maken hebben.
new_password-again = Nieuw wachtwoord, nog een keer
new_password-submit = Wachtwoord opslaan
new_password-back = Terug naar uw account
password_changed-title = Uw wachtwoord is opgeslagen
password_changed-text = U kunt nu inloggen met uw nieuwe wachtwoord.
password_changed-on = Ga daarvoor naar de applicatie waarin u wilt werken.
password_changed-account = Naar uw account

### home: wat dit is

home-title = Inloggen bij { $organisation }
home-text = Met { $service } logt u veilig in bij de applicaties van { $organisation }.
home-begin = Wilt u inloggen? Ga dan naar de applicatie waarin u wilt werken. U komt vanzelf hier terug om in te loggen.

### accessibility: de toegankelijkheidsverklaring
# De onderdelen staan vast (Uitvoeringsbesluit (EU) 2018/1523). De organisatie moet de status, de termijnen en de datum nakijken.

accessibility-title = Toegankelijkheid
accessibility-text = { $organisation } wil dat iedereen kan inloggen bij { $service }, ook mensen met een beperking. Deze verklaring gaat over de pagina's waarop u inlogt. De applicaties hebben een eigen verklaring.
accessibility-basis = De wet zegt waaraan deze pagina's moeten voldoen: het Besluit digitale toegankelijkheid overheid. Dat zijn de eisen van de Europese norm EN 301 549. Wij testen met de nieuwste versie van die eisen: WCAG 2.2, niveau A en AA.
accessibility-status = Voldoen deze pagina's aan de eisen?
accessibility-status-own = Wij hebben de pagina's zelf getest. De fouten die wij vonden, zijn verbeterd. Een onafhankelijke deskundige heeft de pagina's nog niet onderzocht. De status is daarom: C, eerste maatregelen genomen.
accessibility-status-official = De status staat in het landelijke register.
accessibility-official = Bekijk de officiële verklaring van { $organisation }
accessibility-tested = Hoe zijn de pagina's getest?
accessibility-tested-text = De maker van deze pagina's test bij elke nieuwe versie elke pagina, in het Nederlands en in het Engels, in een gewone browser. Dit gaat over versie { $version }.
accessibility-way-axe = Met { $rules } regels van het testprogramma axe-core { $axe }.
accessibility-way-narrow = Op een smal scherm (320 pixels): u hoeft niet opzij te schuiven.
accessibility-way-zoomed = Met letters die twee keer zo groot zijn.
accessibility-way-spaced = Met meer ruimte tussen letters, woorden en regels.
accessibility-way-keyboard = Met alleen het toetsenbord: u ziet steeds waar u bent.
accessibility-way-colours = Met de kleuren die u in uw computer hebt gekozen (hoog contrast).
accessibility-way-still = Zonder bewegende beelden.
accessibility-way-printed = Op papier.
accessibility-exactly = Wat er precies is getest
accessibility-pages = { $pages } pagina's, samen in { $states } toestanden (bijvoorbeeld met een foutmelding):
accessibility-themes = In deze vormgeving:
accessibility-rules = Met deze regels:
accessibility-limits = Wat kan nog beter?
accessibility-limit-people = De pagina's zijn nog niet getest door mensen met een beperking, en niet met een voorleesprogramma.
accessibility-limit-app = U hebt een authenticator-app nodig. Die is van een andere maker. Kunt u de QR-code niet scannen? Dan kunt u een sleutel overnemen.
accessibility-limit-sms = Een code komt per sms of e-mail. Wij bellen u niet om de code voor te lezen.
accessibility-limit-time = Een code is niet lang geldig. Op de pagina staat hoe lang. U kunt een nieuwe code aanvragen.
accessibility-contact = Werkt iets niet goed voor u?
accessibility-contact-text = Laat het de servicedesk weten. Vertel op welke pagina u was, wat niet lukte en welk hulpmiddel u gebruikt:
accessibility-contact-answer = U krijgt binnen 5 werkdagen bericht dat wij uw melding hebben. Binnen 3 weken krijgt u antwoord. Lukt inloggen niet, dan helpt de servicedesk u meteen verder.
accessibility-complaint = Niet tevreden met het antwoord?
accessibility-complaint-text = Dien dan een klacht in bij { $organisation }, via de servicedesk. Bent u daarna nog niet tevreden? Dan kunt u naar een van deze organisaties:
accessibility-complaint-ombudsman = de Nationale ombudsman
accessibility-complaint-rights = het College voor de Rechten van de Mens
accessibility-date = Deze verklaring is gemaakt op 26 november 2026.

### forbidden, not_found, server_error, unavailable: het gaat niet

forbidden-title = Wij konden uw antwoord niet gebruiken
forbidden-text = De pagina was te oud, of uw browser bewaart geen cookies.
forbidden-retry = Ga terug naar de vorige pagina, ververs de pagina en probeer het opnieuw. Lukt het dan nog niet? Sta cookies toe voor deze website.
not_found-title = Deze pagina bestaat niet
not_found-text = Controleer het adres van de pagina.
server_error-title = Er ging iets mis bij ons
server_error-text = U hebt zelf niets fout gedaan. Wacht even en probeer het opnieuw.
server_error-stays = Gebeurt het weer? Neem dan contact op met de servicedesk:
server_error-reference = Noem daarbij dit nummer:
unavailable-title = Inloggen lukt nu even niet
unavailable-text = Het is erg druk of er is een storing. U hebt zelf niets fout gedaan.
unavailable-retry = Wacht een minuut en probeer het opnieuw.

### Sms. Gebruik alleen gewone letters (geen ë, ï of gekrulde aanhalingstekens): anders past de tekst niet in één sms.

sms-code = Uw sms-code is { $code }. De code is { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} geldig. Geef deze code nooit aan iemand anders.

sms-phone_replaced = Bij uw account van { $service } staat nu een ander telefoonnummer. Was u dit niet? Neem direct contact op met de servicedesk.

### E-mail. Zet nooit een code in het onderwerp, en nooit een link naar het inloggen in de tekst. Alleen wie een wachtwoord kiest,
### krijgt een link: die staat er helemaal, met hoe onze links beginnen.

mail-greeting = Beste gebruiker,
mail-regards = Met vriendelijke groet,
mail-contact = Hebt u vragen? Neem contact op met de servicedesk:
mail-code-life = De code is { $minutes ->
    [one] 1 minuut
   *[other] { $minutes } minuten
} geldig. Geef deze code nooit aan iemand anders.

mail-link-life = De link werkt één keer. U kunt hem { $unit ->
    [days] { $count ->
        [one] 1 dag
       *[other] { $count } dagen
    }
   *[minutes] { $count ->
        [one] 1 minuut
       *[other] { $count } minuten
    }
} gebruiken. Stuur deze e-mail niet door.
mail-link-check = Kijk eerst goed naar de link. Onze link begint met { $site } en wij vragen op die pagina alleen om een nieuw wachtwoord. Klopt dat niet? Gebruik de link dan niet en neem contact op met de servicedesk.

mail-email_code-subject = Uw beveiligingscode voor { $service }
mail-email_code-text = U logt in bij { $service }. Vul deze beveiligingscode in op de inlogpagina:
mail-email_code-unexpected = Hebt u geen code aangevraagd? Dan kent iemand anders misschien uw wachtwoord. Neem direct contact op met de servicedesk.

mail-budget_spent-subject = Er is te vaak geprobeerd in te loggen met uw account bij { $service }
mail-budget_spent-text = { $guess ->
    [authenticator] Bij uw account is te vaak een verkeerde code uit de authenticator-app ingevuld.
    [password] Bij uw account is te vaak een verkeerd wachtwoord ingevuld.
    [passkey] Bij uw account is te vaak zonder succes een passkey geprobeerd.
    [recovery_code] Bij uw account is te vaak een verkeerde herstelcode ingevuld.
    [visit_code] Bij uw account is te vaak een verkeerde code van de servicedesk ingevuld.
   *[sent_code] Bij uw account is te vaak een verkeerde code uit een sms of e-mail ingevuld.
} Daarom kunt u een tijd niet inloggen. Op de inlogpagina staat wanneer het weer kan.
mail-budget_spent-unexpected = Was u dit niet zelf? Dan probeert iemand anders misschien in te loggen met uw account. Neem direct contact op met de servicedesk.

mail-authenticator_added-subject = Uw authenticator-app is ingesteld voor { $service }
mail-authenticator_added-text = Bij uw account is een authenticator-app ingesteld. Voortaan kunt u inloggen met een code uit deze app.
mail-authenticator_added-unexpected = Was u dit niet zelf? Neem dan direct contact op met de servicedesk.

mail-recovery_code_used-subject = Er is een herstelcode gebruikt bij { $service }
mail-recovery_code_used-text = Er is met een herstelcode ingelogd op uw account. U hebt { $left ->
    [0] geen herstelcodes meer. Maak nieuwe codes op uw accountpagina.
    [one] nog 1 herstelcode.
   *[other] nog { $left } herstelcodes.
}
mail-recovery_code_used-unexpected = Was u dit niet zelf? Neem dan direct contact op met de servicedesk.

mail-factors_reset-subject = Uw authenticator-app is verwijderd bij { $service }
mail-factors_reset-text = De servicedesk heeft de authenticator-app bij uw account verwijderd. Als u weer inlogt, stelt u een nieuwe in. Daarvoor hebt u de code nodig die de servicedesk u vertelt. Verwijder de oude code uit uw app.
mail-factors_reset-unexpected = Hebt u hier niet om gevraagd? Neem dan direct contact op met de servicedesk.

mail-password_set-subject = Uw wachtwoord is gewijzigd bij { $service }
mail-password_set-text = De servicedesk heeft een nieuw wachtwoord ingesteld voor uw account. Uw oude wachtwoord werkt niet meer.
mail-password_set-unexpected = Hebt u hier niet om gevraagd? Neem dan direct contact op met de servicedesk.

mail-password_link-subject = Een nieuw wachtwoord kiezen bij { $service }
mail-password_link-text = Er is een nieuw wachtwoord gevraagd voor uw account { $username } bij { $service }. Hebt u dat zelf gedaan? Kies dan met deze link een nieuw wachtwoord:
mail-password_link-unexpected = Hebt u hier niet om gevraagd? Dan hoeft u niets te doen. Uw wachtwoord blijft hetzelfde.

mail-invitation-subject = Uw account bij { $service }
mail-invitation-text = { $organisation } heeft een account voor u gemaakt bij { $service }. Uw gebruikersnaam is { $username }. Kies met deze link een wachtwoord. Daarna kunt u inloggen.
mail-invitation-unexpected = Verwacht u geen account bij { $organisation }? Dan hoeft u niets te doen. Twijfelt u? Neem contact op met de servicedesk.

mail-password_changed-subject = Uw wachtwoord is gewijzigd bij { $service }
mail-password_changed-text = U hebt een nieuw wachtwoord gekozen voor uw account. Uw oude wachtwoord werkt niet meer. U bent overal uitgelogd.
mail-password_changed-unexpected = Was u dit niet zelf? Neem dan direct contact op met de servicedesk.

mail-address_code-subject = Uw beveiligingscode voor { $service }
mail-address_code-text = U wilt dit e-mailadres gebruiken bij { $service }. Vul deze beveiligingscode in op de pagina van uw account:
mail-address_code-unexpected = Hebt u dit niet aangevraagd? Dan heeft iemand zich misschien vergist in het adres. U hoeft niets te doen.

mail-authenticator_removed-subject = Een authenticator-app is verwijderd bij { $service }
mail-authenticator_removed-text = Een authenticator-app is verwijderd van uw account. Met die app kunt u niet meer inloggen.
mail-authenticator_removed-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-passkey_added-subject = U hebt een passkey voor { $service }
mail-passkey_added-text = Bij uw account is een passkey toegevoegd. Daarmee kunt u inloggen zonder wachtwoord en zonder code.
mail-passkey_added-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-passkey_removed-subject = Een passkey is verwijderd bij { $service }
mail-passkey_removed-text = Een passkey is verwijderd van uw account. Met die passkey kunt u niet meer inloggen.
mail-passkey_removed-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-passkey_cloned-subject = Wij hebben een passkey geweigerd bij { $service }
mail-passkey_cloned-text = Iemand wilde met een passkey van u inloggen. Misschien bestaat er een kopie van die passkey. Daarom hebben wij het niet toegestaan. Log in met uw authenticator-app, verwijder de passkey op uw accountpagina en maak een nieuwe.
mail-passkey_cloned-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-recovery_codes_made-subject = U hebt nieuwe herstelcodes voor { $service }
mail-recovery_codes_made-text = Er zijn nieuwe herstelcodes gemaakt voor uw account. Uw oude herstelcodes werken niet meer.
mail-recovery_codes_made-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-phone_replaced-subject = Uw telefoonnummer is gewijzigd bij { $service }
mail-phone_replaced-text = Bij uw account staat nu een ander telefoonnummer.
mail-phone_replaced-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-email_replaced-subject = Uw e-mailadres is gewijzigd bij { $service }
mail-email_replaced-text = Bij uw account staat nu een ander e-mailadres. Dit is de laatste e-mail die wij naar dit adres sturen.
mail-email_replaced-unexpected = Was u dit niet? Neem direct contact op met de servicedesk.

mail-login_disputed-subject = U hebt gemeld dat iemand anders inlogde bij { $service }
mail-login_disputed-text = U bent overal uitgelogd. Uw passkeys en herstelcodes werken niet meer. U kunt pas weer inloggen met een nieuw wachtwoord. Dat vraagt u aan op de inlogpagina, met Wachtwoord vergeten? Lukt dat niet, dan helpt de servicedesk u.
mail-login_disputed-unexpected = Hebt u dit niet gemeld? Neem dan ook direct contact op met de servicedesk.

mail-sessions_ended-subject = U bent overal uitgelogd bij { $service }
mail-sessions_ended-text = De servicedesk heeft u overal uitgelogd. U kunt gewoon weer inloggen.
mail-sessions_ended-unexpected = Hebt u hier niet om gevraagd? Neem dan direct contact op met de servicedesk.

mail-account_disabled-subject = Uw account bij { $service } is uitgeschakeld
mail-account_disabled-text = De servicedesk heeft uw account uitgeschakeld. U kunt niet meer inloggen.
mail-account_disabled-unexpected = Klopt dit niet? Neem dan contact op met de servicedesk.

mail-account_enabled-subject = Uw account bij { $service } is weer ingeschakeld
mail-account_enabled-text = De servicedesk heeft uw account weer ingeschakeld. U kunt weer inloggen.
mail-account_enabled-unexpected = Hebt u hier niet om gevraagd? Neem dan direct contact op met de servicedesk.

mail-visit_code_given-subject = De servicedesk heeft een code verteld voor { $service }
mail-visit_code_given-text = De servicedesk heeft iemand een code verteld om bij uw account een authenticator-app in te stellen.
mail-visit_code_given-unexpected = Hebt u niet met de servicedesk gesproken? Neem dan direct contact op met de servicedesk.

mail-role_changed-subject = Uw rol bij { $service } is gewijzigd
mail-role_changed-text = { $role ->
    [desk] U werkt vanaf nu bij de servicedesk. U kunt andere mensen met hun account helpen.
    [administrator] U bent vanaf nu beheerder. U kunt andere mensen met hun account helpen en ziet de rapporten.
   *[none] U werkt niet meer bij de servicedesk. Uw eigen account blijft hetzelfde.
} Wij hebben u overal uitgelogd.
mail-role_changed-unexpected = Klopt dit niet? Neem dan direct contact op met de beheerder.

### desk: de pagina's van de servicedesk

desk-title = Servicedesk
desk-term = Naam, gebruikersnaam, e-mailadres of telefoonnummer
desk-hint = Van een telefoonnummer zijn de laatste vier cijfers genoeg. Een e-mailadres vult u helemaal in.
desk-find = Zoeken
desk-requests = Wat wacht op een collega
desk-reports = Rapporten
desk-own = Uw eigen account
desk-back = Terug naar de servicedesk
desk-role-none = geen rol
desk-role-desk = servicedesk
desk-role-administrator = beheerder

desk_denied-title = U mag dit niet
desk_denied-no_role = Deze pagina's zijn alleen voor medewerkers van de servicedesk. Hoort u daarbij? Vraag uw beheerder om een rol.
desk_denied-themselves = Dit is uw eigen account. Gebruik daarvoor uw eigen accountpagina, of vraag een collega.
desk_denied-peer = Dit account heeft dezelfde rol als u, of een hogere. Vraag een beheerder.
desk_denied-administrators = Alleen een beheerder mag dit.
desk_denied-account = Naar uw account

desk_found-title = Gevonden personen
desk_found-none = Wij hebben niemand gevonden. Controleer wat u hebt ingevuld.
desk_found-more = Er zijn er meer. Vul meer in om beter te zoeken.
desk_found-colleague = Dit is een account van de servicedesk of het beheer. U kunt het niet openen.

desk_person-title = { $username }
desk_person-standing = Wat ziet de persoon?
desk_person-standing-no_password = De persoon heeft nog geen wachtwoord gekozen.
desk_person-standing-visit_code = De persoon heeft na het wachtwoord eerst een code van u nodig.
desk_person-standing-email_code = De persoon krijgt na het wachtwoord een code per e-mail. Die code is nog nooit goed ingevuld.
desk_person-standing-register_phone = De persoon heeft de code uit de e-mail ingevuld, maar nog geen telefoonnummer.
desk_person-standing-sms_code = De persoon krijgt na het wachtwoord een code per sms. Die code is nog nooit goed ingevuld.
desk_person-standing-enrol_authenticator = De persoon heeft de code uit de sms ingevuld, maar nog geen authenticator-app ingesteld.
desk_person-standing-nothing_on_record = De persoon kan niet verder: er is geen telefoonnummer en geen e-mailadres bekend.
desk_person-standing-owes_password = De persoon kan pas weer inloggen met een nieuw wachtwoord.
desk_person-standing-disabled = De persoon kan niet inloggen: het account is uitgeschakeld.
desk_person-standing-enrolled = Alles is ingesteld: de persoon logt in met het wachtwoord en een tweede stap.
desk_person-disputed = De persoon heeft gemeld dat iemand anders inlogde, op
desk_person-known = Wat er bekend is
desk_person-name = Naam
desk_person-organisation = Organisatie
desk_person-phone = Telefoonnummer
desk_person-email = E-mailadres
desk_person-verified = bewezen
desk_person-unverified = niet bewezen
desk_person-none = niet bekend
desk_person-password = Wachtwoord
desk_person-password-set = ingesteld
desk_person-password-unset = niet ingesteld
desk_person-apps = Authenticator-apps
desk_person-passkeys = Passkeys
desk_person-app = sinds
desk_person-app-used = laatst gebruikt op
desk_person-recovery_codes = Herstelcodes
desk_person-sessions = Nu ingelogd
desk_person-sessions-count = { $count ->
    [0] nergens
    [one] in 1 browser
   *[other] in { $count } browsers
}
desk_person-role = Rol
desk_person-spent = Te vaak geprobeerd
desk_person-spent-until = tot
desk_person-messages = De laatste berichten
desk_person-messages-none = Er is in de laatste 30 dagen niets verstuurd.
desk_person-message-sms = Sms naar { $to }
desk_person-message-email = E-mail naar { $to }
desk_person-message-by = via { $gateway }
desk_person-stage-queued = Wacht op verzending
desk_person-stage-given_up = Niet verstuurd: niemand nam het bericht aan
desk_person-stage-accepted = Aangenomen voor bezorging
desk_person-stage-delivered = Bezorgd
desk_person-stage-failed = Niet bezorgd
desk_person-logins = De laatste keren ingelogd
desk_person-logins-none = Er is nog niet ingelogd.
desk_person-acts = Wat u kunt doen
desk_person-second = na goedkeuring door een collega
desk_person-waiting = Dit wacht op een collega
desk_person-history = Alles wat er met dit account is gebeurd

desk-of-password = wachtwoord
desk-of-sent_code = code uit sms of e-mail
desk-of-authenticator = code uit de app
desk-of-recovery_code = herstelcode
desk-of-visit_code = code van de servicedesk
desk-of-messages = berichten
desk-of-message = berichten
desk-of-password_links = e-mails om een wachtwoord te kiezen
desk-of-password_link = e-mails om een wachtwoord te kiezen

desk_act-reset = App verwijderen (nieuwe telefoon)
desk_act-reset-text = De app en de herstelcodes werken niet meer en de persoon wordt overal uitgelogd. U krijgt een code die u aan de persoon vertelt. Daarmee stelt de persoon een nieuwe app in. Controleer eerst wie u spreekt, en of het telefoonnummer nog klopt.
desk_act-visit_code = Nieuwe code vertellen
desk_act-visit_code-text = U krijgt een code die u aan de persoon vertelt. Een eerdere code werkt dan niet meer. Controleer eerst wie u spreekt.
desk_act-unlock = Verkeerde pogingen wissen
desk_act-unlock-text = De persoon kan het meteen weer proberen. Vraag eerst of de persoon het zelf was. Zo niet, dan probeert iemand anders in te loggen. Wis dan niets en meld het als incident.
desk_act-phone = Telefoonnummer corrigeren
desk_act-phone-text = Het nieuwe nummer is pas bewezen als de persoon een code uit een sms invult. Het oude nummer krijgt bericht en de persoon wordt overal uitgelogd.
desk_act-phone-label = Nieuw mobiel telefoonnummer
desk_act-phone-hint = Bijvoorbeeld 06 12 34 56 78
desk_act-email = E-mailadres corrigeren
desk_act-email-text = Het nieuwe adres is pas bewezen als de persoon een code uit een e-mail invult. Het oude adres krijgt bericht en de persoon wordt overal uitgelogd.
desk_act-email-label = Nieuw e-mailadres
desk_act-email-hint = Bijvoorbeeld naam@voorbeeld.nl
desk_act-invite = Uitnodiging opnieuw sturen
desk_act-invite-text = De persoon krijgt een e-mail met een link om een wachtwoord te kiezen. Een eerdere link werkt dan niet meer.
desk_act-end_sessions = Overal uitloggen
desk_act-end_sessions-text = De persoon wordt overal uitgelogd en kan daarna gewoon weer inloggen.
desk_act-review = Melding afhandelen
desk_act-review-text = De melding dat iemand anders inlogde, verdwijnt. Als er nog een nieuw wachtwoord nodig is, blijft dat zo.
desk_act-disable = Account uitschakelen
desk_act-disable-text = De persoon wordt overal uitgelogd en kan niet meer inloggen.
desk_act-enable = Account inschakelen
desk_act-enable-text = De persoon kan weer inloggen.
desk_act-make_desk = Rol geven: servicedesk
desk_act-make_desk-text = De persoon kan daarna andere mensen helpen met hun account. De persoon wordt overal uitgelogd.
desk_act-take_role = Rol weghalen
desk_act-take_role-text = De persoon werkt dan niet meer bij de servicedesk en wordt overal uitgelogd.
desk_act-for = Voor
desk_act-second = Dit doet u niet alleen. Een collega moet het binnen een uur goedkeuren, en ziet dan ook de code als die er is.
desk_act-reason = Reden
desk_act-reason-hint = Een paar woorden. Geen telefoonnummer en geen e-mailadres.
desk_act-ticket = Nummer van de melding
desk_act-ticket-hint = Bijvoorbeeld INC-2026-0042
desk_act-submit = Uitvoeren
desk_act-ask = Vragen aan een collega
desk_act-back = Terug naar { $username }

desk_code-title = Vertel deze code
desk_code-text = Vertel de code nu aan { $username }. U ziet de code maar één keer. De code is { $minutes } minuten geldig en werkt één keer.
desk_code-next = Bij het inloggen vult de persoon na het wachtwoord eerst deze code in.

desk_history-title = Wat er is gebeurd
desk_history-none = Er staat niets in het logboek.
desk_history-older = Oudere gebeurtenissen
desk_history-by-person = door de persoon zelf
desk_history-by-system = vanzelf
desk_history-by-administrator = door beheerder { $name } op de server
desk_history-by-desk = door { $name } van de servicedesk
desk_history-by-client = door applicatie { $name }
desk_history-application = Voor { $application }
desk_history-asked_by = Gevraagd door { $name }
desk_history-reason = Reden:
desk_history-ticket = Melding:

desk_requests-title = Wat wacht op een collega
desk_requests-none = Er wacht niets.
desk_requests-own = Dit hebt u zelf gevraagd. Een collega moet het goedkeuren.
desk_requests-open = Bekijken en beslissen
desk_request-title = Een collega vraagt uw goedkeuring
desk_request-gone-title = Dit wacht niet meer
desk_request-act = Wat
desk_request-for = Voor
desk_request-value = Nieuw
desk_request-asked_by = Gevraagd door
desk_request-asked_at = Gevraagd op
desk_request-until = Te beslissen tot
desk_request-approve = Goedkeuren en uitvoeren
desk_request-refuse = Weigeren
desk_request-check = Controleer zelf of dit klopt, bijvoorbeeld in de melding. Keurt u het goed, dan gebeurt het meteen. Is er een code voor de persoon, dan ziet u die en vertelt u die.
desk_request-back = Terug naar wat er wacht

desk_reports-title = Rapporten
desk_reports-text = Elk rapport is er als pagina en als bestand (CSV).
desk_reports-csv = Downloaden als CSV
desk_reports-enrolment = Hoe ver is iedereen?
desk_reports-unfinished = Wie is nog niet klaar?
desk_reports-dormant = Wie logt niet meer in?
desk_reports-locked = Wie moet wachten?
desk_reports-messages = Berichten en kosten
desk_report-enrolment-text = Hoeveel mensen er bij elke stap zijn, en hoe lang al: sinds hun account voor het laatst veranderde.
desk_report-unfinished-text = Mensen zonder tweede stap. Wie is uitgeschakeld, telt niet mee.
desk_report-dormant-text = Mensen die alles hebben ingesteld en 180 dagen niet hebben ingelogd, voor zover het logboek dat nog weet.
desk_report-locked-text = Mensen die te vaak iets verkeerds invulden en nu moeten wachten.
desk_report-messages-text = Hoeveel berichten er zijn aangenomen voor bezorging, per maand. De kosten staan er als de beheerder heeft ingevuld wat een bericht kost.
desk_report-none = Er is niets te melden.
desk_report-next = Volgende
desk_report-back = Terug naar de rapporten
desk_report-column-standing = Stap
desk_report-column-day = Korter dan 1 dag
desk_report-column-week = 1 tot 7 dagen
desk_report-column-month = 7 tot 30 dagen
desk_report-column-longer = 30 dagen of langer
desk_report-column-username = Gebruikersnaam
desk_report-column-added = Toegevoegd op
desk_report-column-since = Sinds
desk_report-column-last_login = Laatst ingelogd op
desk_report-column-of = Waarvan
desk_report-column-until = Tot
desk_report-column-of_month = Maand
desk_report-column-channel = Soort
desk_report-column-gateway = Via
desk_report-column-messages = Aantal
desk_report-column-euros = Kosten in euro
desk_report-unknown = niet bekend
desk_report-standing-no_password = kiest een wachtwoord
desk_report-standing-visit_code = code van de servicedesk
desk_report-standing-email_code = code uit de e-mail
desk_report-standing-register_phone = telefoonnummer
desk_report-standing-sms_code = code uit de sms
desk_report-standing-enrol_authenticator = app instellen
desk_report-standing-nothing_on_record = kan niet verder
desk_report-standing-owes_password = nieuw wachtwoord nodig
desk_report-standing-disabled = uitgeschakeld
desk_report-standing-enrolled = klaar
desk_report-channel-sms = sms
desk_report-channel-email = e-mail

desk-said-done-reset = De app is verwijderd.
desk-said-done-visit_code = De nieuwe code geldt.
desk-said-done-unlock = De persoon kan het meteen weer proberen.
desk-said-done-phone = Het telefoonnummer is gewijzigd. Het is nog niet bewezen.
desk-said-done-email = Het e-mailadres is gewijzigd. Het is nog niet bewezen.
desk-said-done-invite = De uitnodiging is verstuurd.
desk-said-done-end_sessions = De persoon is overal uitgelogd.
desk-said-done-review = De melding is afgehandeld.
desk-said-done-disable = Het account is uitgeschakeld.
desk-said-done-enable = Het account is ingeschakeld.
desk-said-done-make_desk = De persoon werkt nu bij de servicedesk.
desk-said-done-take_role = De persoon heeft geen rol meer.
desk-said-asked = Uw collega's zien uw vraag. Een van hen moet die binnen een uur goedkeuren.
desk-said-asked_already = Dit wacht al op een collega.
desk-said-refused = U hebt geweigerd. Er is niets gewijzigd.
desk-said-reason_malformed = Vul een reden in van 5 tot 200 tekens, zonder telefoonnummer of e-mailadres.
desk-said-ticket_malformed = Vul het nummer van de melding in: letters, cijfers en streepjes, ten hoogste 40 tekens.
desk-said-same = Dit staat al bij het account.
desk-said-changed = Het account is net gewijzigd. Controleer de pagina en probeer het opnieuw.
desk-said-gone = Dit wacht niet meer: het is te laat, er is al beslist, of het account is gewijzigd.
desk-said-term_malformed = Vul minstens twee letters of vier cijfers in.
desk-said-too_many = U hebt in een uur te veel gezocht of bekeken. Probeer het later opnieuw.

event-password-proven = Het wachtwoord was goed
event-password-refused = Het wachtwoord was fout
event-message-queued = Er is een bericht verstuurd
event-code-proven = De code uit de sms of e-mail was goed
event-code-refused = De code uit de sms of e-mail was fout of te oud
event-authenticator-proven = De code uit de app was goed
event-authenticator-refused = De code uit de app was fout
event-passkey-proven = De passkey was goed
event-passkey-refused = De passkey was niet goed
event-passkey-cloned = De passkey is misschien een kopie en is geweigerd
event-recovery_code-proven = Er is een herstelcode gebruikt
event-recovery_code-refused = Een herstelcode was fout
event-recovery_codes-made = Er zijn nieuwe herstelcodes gemaakt
event-recovery_codes-kept = De persoon heeft de herstelcodes bewaard
event-visit_code-proven = De code van de servicedesk was goed
event-visit_code-refused = De code van de servicedesk was fout of te oud
event-visit_code-given = De servicedesk heeft een code verteld
event-budget-spent = Er is te vaak geprobeerd
event-phone-verified = Het telefoonnummer is bewezen
event-phone-doubted = De persoon kon het telefoonnummer niet bevestigen
event-email-verified = Het e-mailadres is bewezen
event-phone-corrected = Het telefoonnummer is gecorrigeerd
event-email-corrected = Het e-mailadres is gecorrigeerd
event-authenticator-enrolled = Er is een authenticator-app ingesteld
event-authenticator-named = Een authenticator-app kreeg een naam
event-authenticator-removed = Een authenticator-app is verwijderd
event-passkey-enrolled = Er is een passkey gemaakt
event-passkey-named = Een passkey kreeg een naam
event-passkey-removed = Een passkey is verwijderd
event-login-disputed = De persoon meldde: dit was ik niet
event-login-dispute_reviewed = De melding is afgehandeld
event-session-started = Ingelogd
event-session-renewed = Opnieuw ingelogd
event-session-ended = Uitgelogd
event-consent-given = Toestemming gegeven
event-consent-revoked = Toestemming ingetrokken
event-grant-issued = Een applicatie kreeg toegang
event-grant-revoked = Een applicatie verloor toegang
event-grant-code_replayed = Een applicatie gebruikte een code twee keer
event-refresh_token-replayed = Een applicatie wilde met iets ouds toegang krijgen
event-account-added = Het account is gemaakt
event-account-updated = De gegevens zijn bijgewerkt
event-account-password_link_made = Er is een link gestuurd om een wachtwoord te kiezen
event-account-password_link_withheld = Er is geen link gestuurd: het e-mailadres was net gewijzigd
event-account-password_set = Het wachtwoord is gewijzigd
event-account-password_rehashed = Het wachtwoord is veiliger opgeslagen
event-account-disabled = Het account is uitgeschakeld
event-account-enabled = Het account is ingeschakeld
event-account-deleted = Het account is verwijderd
event-account-factors_reset = De app is verwijderd door de servicedesk
event-account-unlocked = De verkeerde pogingen zijn gewist
event-account-sessions_ended = Overal uitgelogd door de servicedesk
event-account-role_assigned = De rol is gewijzigd
event-desk-asked = Een collega vroeg goedkeuring
event-desk-approved = Een collega keurde het goed
event-desk-refused = Een collega weigerde het
event-desk-denied = Een medewerker mocht dit account niet openen
